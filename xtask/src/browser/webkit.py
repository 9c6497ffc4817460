#!/usr/bin/python3
"""A small browser of WebKitGTK for the journeys: WebKitWebDriver starts it and drives its pages; what
WebDriver has no word for is asked for over a socket, a line of JSON each, answered by one.

    webkit.py --automation FOLDER

FOLDER takes the profile ("profile") and the socket ("control"). Nothing is shown, asked or fetched
that the page does not show, ask or fetch."""

import json
import os
import socket
import sys
import threading

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2

FOLDER = sys.argv[-1]
PROFILE = os.path.join(FOLDER, "profile")
TYPES = {
    "all": WebKit2.WebsiteDataTypes.ALL,
    "files": WebKit2.WebsiteDataTypes.MEMORY_CACHE | WebKit2.WebsiteDataTypes.DISK_CACHE,
    "indexeddb": WebKit2.WebsiteDataTypes.INDEXEDDB_DATABASES,
    "local_storage": WebKit2.WebsiteDataTypes.LOCAL_STORAGE,
}

data = WebKit2.WebsiteDataManager(
    base_data_directory=os.path.join(PROFILE, "data"),
    base_cache_directory=os.path.join(PROFILE, "cache"),
)
context = WebKit2.WebContext(website_data_manager=data)
context.set_preferred_languages(["en-US", "en"])
context.set_automation_allowed(True)
settings = WebKit2.Settings()
settings.set_enable_write_console_messages_to_stdout(True)
scripts = WebKit2.UserContentManager()
windows = []
# What the control socket is asked for.
requested = []
downloads = {"folder": PROFILE}


def view_with(related):
    """A window with a page in it, of the width of a laptop's."""
    given = {
        "is_controlled_by_automation": True,
        "settings": settings,
        "user_content_manager": scripts,
        "web_context": context,
    }
    if related is not None:
        given = {"is_controlled_by_automation": True, "related_view": related}
    view = WebKit2.WebView(**given)
    window = Gtk.Window()
    window.set_decorated(False)
    window.set_default_size(1280, 900)
    window.add(view)
    view.show()
    window.show()
    windows.append(window)
    view.connect("close", lambda _: window.destroy())
    # No printer is there.
    view.connect("print", lambda *_: True)
    view.connect("decide-policy", decide)
    view.connect("resource-load-started", lambda _, _resource, request: requested.append(request.get_uri()))
    view.connect("web-process-terminated", lambda _, why: print(f"CONSOLE ERROR the page's process ended: {why}", flush=True))
    return view


def decide(_view, decision, kind):
    """Saves what it cannot show."""
    if kind == WebKit2.PolicyDecisionType.RESPONSE and not decision.is_mime_type_supported():
        decision.download()
        return True
    return False


def save(_context, download):
    """Into the folder, without asking; never over what is there."""

    def name_it(download, name):
        folder, number, free = downloads["folder"], 1, name
        while os.path.exists(os.path.join(folder, free)):
            free = f"{number}-{name}"
            number += 1
        download.set_destination(GLib.filename_to_uri(os.path.join(folder, free), None))
        return True

    download.connect("decide-destination", name_it)


context.connect("download-started", save)


def automated(_context, session):
    """A session of the driver begins: it has the first window, and may ask for more."""
    info = WebKit2.ApplicationInfo()
    info.set_name("owed-webkit")
    session.set_application_info(info)
    first = [view_with(None)]
    session.connect("create-web-view", lambda *_: first.pop() if first else view_with(None))


context.connect("automation-started", automated)


def answer_to(asked, reply):
    """Does what is asked; `reply` is called with the answer, now or later."""
    what = asked["do"]
    if what == "before each page":
        every = WebKit2.UserContentInjectedFrames.TOP_FRAME
        at_start = WebKit2.UserScriptInjectionTime.START
        scripts.add_script(WebKit2.UserScript.new(asked["script"], every, at_start, None, None))
    elif what == "dark":
        Gtk.Settings.get_default().set_property("gtk-application-prefer-dark-theme", asked["dark"])
    elif what == "save into":
        downloads["folder"] = asked["folder"]
    elif what == "size":
        for window in windows:
            window.resize(asked["width"], asked["height"])
    elif what == "requests":
        reply(list(requested))
        requested.clear()
        return
    elif what == "clear":
        data.clear(TYPES[asked["kinds"]], 0, None, lambda _, result: reply(data.clear_finish(result)))
        return
    else:
        raise ValueError(f"there is no '{what}'")
    reply(True)


def serve(listener):
    """Takes one question after the other; the page's thread answers them."""
    while True:
        connection, _ = listener.accept()
        line = connection.makefile().readline()
        if not line:
            connection.close()
            continue

        def act(connection=connection, line=line):
            def reply(value):
                connection.sendall(json.dumps({"value": value}).encode() + b"\n")
                connection.close()

            try:
                answer_to(json.loads(line), reply)
            except Exception as problem:  # whatever it is, the journey is told
                connection.sendall(json.dumps({"error": str(problem)}).encode() + b"\n")
                connection.close()
            return False

        GLib.idle_add(act)


path = os.path.join(FOLDER, "control")
if os.path.exists(path):
    os.remove(path)
control = socket.socket(socket.AF_UNIX)
control.bind(path)
control.listen(8)
threading.Thread(target=serve, args=(control,), daemon=True).start()
Gtk.main()

//! What is said where the program stops on an error of its own.
//!
//! After a panic nothing of the program runs any more: a plain element, and a
//! link that loads the page again.

use gloo::utils::document;
use wasm_bindgen::JsValue;

/// From now on a panic is told in the page and in the console.
pub fn say_so_on_panic() {
    // Yew would set one of its own over any other.
    yew::set_custom_panic_hook(Box::new(|panic| {
        web_sys::console::error_1(&JsValue::from(format!("Owed stopped: {panic}")));
        // Where even this fails there is nothing left to do.
        drop(show());
    }));
}

fn show() -> Result<(), JsValue> {
    let document = document();
    let Some(body) = document.body() else {
        return Ok(());
    };
    let element = |name: &str, text: &str| -> Result<web_sys::Element, JsValue> {
        let element = document.create_element(name)?;
        element.set_text_content(Some(text));
        Ok(element)
    };
    let notice = element("div", "")?;
    notice.set_attribute("role", "alert")?;
    notice.set_attribute("class", "stopped")?;
    let link = element("a", words::app::reload())?;
    link.set_attribute("href", "./")?;
    let text = element("p", words::app::stopped())?;
    notice.append_child(&text)?;
    notice.append_child(&link)?;
    body.append_child(&notice)?;
    Ok(())
}

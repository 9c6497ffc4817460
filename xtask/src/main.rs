//! The developer commands by name. What each one does is in the module of its name.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;
use xtask::step::{Failure, Outcome};
use xtask::{app, doctor, left_out, oracles, pictures, proof, server, step};

const USAGE: &str = "\
cargo xtask serve [--dev] [--port N] [--prefix /PATH]
    install what is missing, build the release app where it changed, serve it; with --dev the
    development profile, built again at every change
cargo xtask build           the same without serving
cargo xtask test [STEP...] [-- ARGUMENTS]
    everything that proves the program, or only the steps that are named;
    the arguments go to the tests of these steps
cargo xtask doctor          which parts are there, and the line that installs each missing one
cargo xtask oracles DIR     the product's own code against a folder of cases
cargo xtask size            what the first visit loads, compressed; fails above the limit
cargo xtask bench [--list | --matching | --pages | --line] [SIZE...]
    figures of speed in a headless browser, for books of so many invoices; of the list, of
    matching bank lines, of long work in the release app, or of its loading over a slow line
cargo xtask module [--test]
    the npm package of the ledger (target/npm/owed); with --test it is packed, installed in a new
    folder, and tried in Node, Chromium and by TypeScript
cargo xtask shot ROUTE OUT.png [--width N] [--height N] [--dark]
    a picture of one page of the release app
cargo xtask pictures [FOLDER]
    every page and dialog, light and dark, 1280 and 360 px wide, on one sheet (target/pictures)";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            step::say_failure(&failure);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{USAGE}");
        return Ok(());
    };
    match command.as_str() {
        "serve" => serve(rest),
        "build" => app::build().map(|_| ()),
        "test" => {
            let split = rest.iter().position(|argument| argument == "--");
            let (steps, passed_on) = rest.split_at(split.unwrap_or(rest.len()));
            proof::run_steps(steps, passed_on)
        }
        "doctor" => doctor::run(),
        "oracles" => match rest {
            [folder] => with_feature("oracles", cfg!(feature = "oracles"), arguments, || {
                oracles::run(&PathBuf::from(folder))
            }),
            _ => Err(Failure::new("say which folder: cargo xtask oracles DIR")),
        },
        "module" => with_feature("module", cfg!(feature = "module"), arguments, || {
            module(rest)
        }),
        // For `build`: it needs parts of its own.
        "finish" => with_feature("finish", cfg!(feature = "finish"), arguments, || {
            finish(rest)
        }),
        // Trunk's wasm-bindgen, where `build` puts it in the place of the real one.
        "bind" => with_feature("finish", cfg!(feature = "finish"), arguments, || bind(rest)),
        "size" => with_feature("size", cfg!(feature = "size"), arguments, || {
            xtask::size::run(&app::build()?)
        }),
        "bench" if rest.iter().any(|argument| argument == "--module") => {
            with_feature("module", cfg!(feature = "module"), arguments, || {
                module(rest)
            })
        }
        "bench" => with_feature("browser", cfg!(feature = "browser"), arguments, || {
            bench(rest)
        }),
        // For .ci/run, whose last lines it is.
        "left-out" => {
            left_out::say();
            Ok(())
        }
        // For `test`: it needs parts of its own.
        "browser-tests" => with_feature("browser", cfg!(feature = "browser"), arguments, || {
            browser_tests(rest)
        }),
        "shot" => with_feature("browser", cfg!(feature = "browser"), arguments, || {
            shot(rest)
        }),
        "pictures" => match rest {
            [] => pictures::run(None),
            [folder] => pictures::run(Some(folder)),
            _ => Err(Failure::new("one folder: cargo xtask pictures FOLDER")),
        },
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        unknown => Err(Failure::new(format!(
            "there is no command '{unknown}'\n\n{USAGE}"
        ))),
    }
}

fn serve(arguments: &[String]) -> Outcome {
    let mut port = 8080;
    let mut prefix = String::new();
    let mut bundle = app::APP;
    let mut left = arguments.iter();
    while let Some(argument) = left.next() {
        if argument == "--dev" {
            bundle = app::DEV;
            continue;
        }
        match (argument.as_str(), left.next()) {
            ("--port", Some(value)) => {
                port = value
                    .parse()
                    .map_err(|_| Failure::new(format!("'{value}' is not a port")))?;
            }
            ("--prefix", Some(value)) => prefix.clone_from(value),
            _ => {
                return Err(Failure::new(format!(
                    "serve does not know '{argument}'\n\n{USAGE}"
                )));
            }
        }
    }
    let dist = bundle.build()?;
    let server = server::Server::start(&dist, &prefix, port).map_err(|problem| {
        Failure::new(format!(
            "port {port} cannot be served ({problem}); try: cargo xtask serve --port {}",
            port + 1
        ))
    })?;
    println!("\nOwed is at {}\nCtrl+C ends it.", server.url());
    if bundle == app::DEV {
        return bundle.follow();
    }
    server.wait();
    Ok(())
}

#[cfg(feature = "module")]
fn module(arguments: &[String]) -> Outcome {
    match arguments {
        [] => xtask::module::build().map(|folder| println!("{}", folder.display())),
        [test] if test == "--test" => xtask::module::test(),
        [bench] if bench == "--module" => xtask::module::bench(),
        _ => Err(Failure::new("cargo xtask module [--test]")),
    }
}

#[cfg(not(feature = "module"))]
fn module(_arguments: &[String]) -> Outcome {
    unreachable!("only the binary with the feature builds the package")
}

#[cfg(feature = "finish")]
fn finish(arguments: &[String]) -> Outcome {
    match arguments {
        [folder] => xtask::finish::run(&PathBuf::from(folder)),
        _ => Err(Failure::new("say which folder: cargo xtask finish DIR")),
    }
}

#[cfg(feature = "finish")]
fn bind(arguments: &[String]) -> Outcome {
    match arguments {
        [wasm_bindgen, rest @ ..] => xtask::finish::bind(wasm_bindgen, rest),
        [] => Err(Failure::new("say which wasm-bindgen")),
    }
}

#[cfg(not(feature = "finish"))]
fn bind(_arguments: &[String]) -> Outcome {
    unreachable!("only the binary with the feature cuts the app")
}

#[cfg(not(feature = "finish"))]
fn finish(_arguments: &[String]) -> Outcome {
    unreachable!("only the binary with the feature finishes the app")
}

#[cfg(feature = "browser")]
fn bench(arguments: &[String]) -> Outcome {
    xtask::bench::run(arguments)
}

#[cfg(not(feature = "browser"))]
fn bench(_arguments: &[String]) -> Outcome {
    unreachable!("only the binary with the feature measures")
}

#[cfg(feature = "browser")]
fn browser_tests(arguments: &[String]) -> Outcome {
    xtask::browser_tests::run(arguments)
}

#[cfg(not(feature = "browser"))]
fn browser_tests(_arguments: &[String]) -> Outcome {
    unreachable!("only the binary with the feature drives browsers")
}

#[cfg(feature = "browser")]
fn shot(arguments: &[String]) -> Outcome {
    app::build()?;
    xtask::shot::run(arguments)
}

#[cfg(not(feature = "browser"))]
fn shot(_arguments: &[String]) -> Outcome {
    unreachable!("only the binary with the feature takes pictures")
}

/// Does the work here where this binary was `compiled` with the feature, else in one that is.
fn with_feature(
    feature: &str,
    compiled: bool,
    arguments: &[String],
    work: impl FnOnce() -> Outcome,
) -> Outcome {
    if compiled {
        work()
    } else {
        step::again_with(feature, arguments)
    }
}

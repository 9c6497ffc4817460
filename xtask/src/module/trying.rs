//! Trying the package as its users do: from the packed file, in a new folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::declare::Declared;
use super::folder::files_of;
use crate::browser::{Browser, Site};
use crate::step::{Failure, Outcome, output, root, run, step, target_dir};

/// What compiles the TypeScript, and what the examples are written for.
const BESIDE: [&str; 5] = [
    "typescript@5.9.3",
    "react@19.3.1",
    "@types/react@19.3.3",
    "svelte@5.57.3",
    "svelte-check@4.7.8",
];

/// The example for Node, its arguments, and what it says.
const MATCHED: [&str; 4] = ["match.mjs", "march.xml", "records.json", "2026-03-31"];
const MATCHES: &str =
    "2026-03-02 912.00 sure: 2026-001 (912.00)\n2026-03-03 12.34 none: nothing that is known";

/// The cases that others computed, where they are.
const CASES: &str = "../shared/oracles";

pub fn run_all(package: &Path, declared: &Declared) -> Outcome {
    let fresh = fresh("fresh")?;
    step("pack it, and install it in a new folder", || {
        install(package, &fresh, &BESIDE)
    })?;
    for file in files_of(&root().join("crates/module/tests/package"))? {
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, fresh.join(name))?;
    }
    for folder in ["page", "node", "react", "svelte"] {
        for file in files_of(&root().join("examples").join(folder))? {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let name = if name == "index.html" {
                "page.html"
            } else {
                &*name
            };
            fs::copy(&file, fresh.join(name))?;
        }
    }
    step("in Node", || node(&fresh))?;
    step("in Chromium", || chromium(&fresh))?;
    step("the examples by the compilers of React and Svelte", || {
        components(&fresh)
    })?;
    step("by the compiler of TypeScript", || {
        typescript(&fresh, declared)
    })
}

fn npm(folder: &Path, arguments: &[&str]) -> Outcome {
    run(Command::new("npm").args(arguments).current_dir(folder))
}

/// An empty folder beside the package.
pub fn fresh(name: &str) -> Outcome<PathBuf> {
    let fresh = target_dir().join("npm").join(name);
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(&fresh)?;
    Ok(fresh)
}

/// Packs the package and installs it in a folder, with others beside it.
pub fn install(package: &Path, fresh: &Path, beside: &[&str]) -> Outcome {
    let goal = fresh.to_string_lossy();
    npm(package, &["pack", "--silent", "--pack-destination", &goal])?;
    let packed = files_of(fresh)?;
    let packed = packed
        .first()
        .and_then(|path| path.file_name())
        .ok_or_else(|| Failure::new("npm packed nothing"))?;
    let packed = format!("./{}", packed.to_string_lossy());
    fs::write(
        fresh.join("package.json"),
        "{ \"private\": true, \"type\": \"module\" }\n",
    )?;
    let install = ["install", "--silent", "--no-audit", "--no-fund", &packed];
    npm(fresh, &[&install[..], beside].concat())
}

fn node(fresh: &Path) -> Outcome {
    let script = |arguments: &[&str]| run(Command::new("node").args(arguments).current_dir(fresh));
    script(&["node.mjs"])?;
    script(&["readme.mjs"])?;
    let mut example = Command::new("node");
    let said = output(example.args(MATCHED).current_dir(fresh)).unwrap_or_default();
    if said != MATCHES {
        return Err(Failure::new(format!("the example for Node says\n{said}")));
    }
    let cases = root().join(CASES);
    if cases.is_dir() {
        script(&["oracles.mjs", &cases.to_string_lossy()])?;
    } else {
        println!("    {CASES} is not there: its cases are not imported");
    }
    Ok(())
}

/// The same promises in a page and in a worker.
fn chromium(fresh: &Path) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let browser = Browser::start(Site::of(fresh, "")?).await?;
        let page = format!("{}browser.html", browser.site().url());
        browser.visit(&page).await?;
        let said = browser
            .script_async("return await window.said;", Vec::new())
            .await?;
        println!("    {said}");
        let said: Vec<&str> = said
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| one.as_str())
            .collect();
        if said.len() == 2 && said.iter().all(|one| one.starts_with("PASSED")) {
            example_page(&browser).await
        } else {
            Err(Failure::new("a promise is broken"))
        }
    })
}

/// The example of a page, with a file chosen.
async fn example_page(browser: &Browser) -> Outcome {
    browser
        .visit(&format!("{}page.html", browser.site().url()))
        .await?;
    let chosen = "
        const [file, day] = document.querySelectorAll('input');
        while (!file.onchange) await new Promise((done) => setTimeout(done, 20));
        const rows = ['number,customer,issued,due,total,paid,paid_on',
            '1,Bolt AG,2026-01-15,2026-02-14,912.00,500.00,2026-02-20', '2,Bolt AG,2026-03-01,2026-03-31,80.00,,'];
        const chosen = new DataTransfer();
        chosen.items.add(new File([rows.join('\\n')], 'invoices.csv'));
        file.files = chosen.files;
        day.value = '2026-03-31';
        await file.onchange();
        const cells = [...document.querySelector('table').rows].at(-1).cells;
        return [...cells].map((cell) => cell.textContent).concat(document.querySelector('[role=status]').textContent);";
    let said = browser.script_async(chosen, Vec::new()).await?.to_string();
    println!("    {said}");
    let expected =
        r#"["Total","80.00","0.00","412.00","0.00","0.00","492.00","DSO over 90 days: 44.64"]"#;
    if said == expected {
        Ok(())
    } else {
        Err(Failure::new("the example of a page shows something else"))
    }
}

/// The examples of components: they fit the declarations.
fn components(fresh: &Path) -> Outcome {
    let settings = r#"{ "compilerOptions": { "strict": true, "noEmit": true, "skipLibCheck": true, "module": "esnext",
  "moduleResolution": "bundler", "target": "es2022", "lib": ["es2023", "dom", "esnext.disposable"],
  "jsx": "react-jsx", "types": [], "verbatimModuleSyntax": true },
  "files": ["Aging.tsx"], "include": ["Aging.svelte"] }
"#;
    fs::write(fresh.join("tsconfig.json"), settings)?;
    let script = |arguments: &[&str]| run(Command::new("node").args(arguments).current_dir(fresh));
    script(&[
        "node_modules/typescript/bin/tsc",
        "--project",
        "tsconfig.json",
    ])?;
    script(&[
        "node_modules/svelte-check/bin/svelte-check",
        "--tsconfig",
        "./tsconfig.json",
        "--fail-on-warnings",
    ])
}

fn typescript(fresh: &Path, declared: &Declared) -> Outcome {
    let folder = fresh.join("values");
    fs::create_dir_all(&folder)?;
    let (files, count) = declared.literals();
    let types = files.len();
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    println!("    {count} values of {types} types");
    let tsc = |files: &[PathBuf]| {
        Command::new("node")
            .args([
                "--max-old-space-size=4096",
                "node_modules/typescript/bin/tsc",
                "--strict",
                "--noEmit",
            ])
            .args([
                "--module",
                "nodenext",
                "--target",
                "es2022",
                "--lib",
                "es2023,dom,esnext.disposable",
            ])
            .args(files)
            .current_dir(fresh)
            .status()
    };
    let all = files_of(&folder)?;
    // So many that the compiler keeps in memory at once.
    for some in all.chunks(40) {
        if !tsc(some)?.success() {
            return Err(Failure::new("a value does not fit its declaration"));
        }
    }
    if !tsc(&[fresh.join("typed.ts")])?.success() {
        return Err(Failure::new(
            "what is right is refused, or what is wrong is taken",
        ));
    }
    Ok(())
}

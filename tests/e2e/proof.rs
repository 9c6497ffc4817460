//! A story told twice: as it is, and with a fault planted. The same check must pass the one and
//! catch the other, or the story proves nothing.

use std::fmt::Debug;
use xtask::browser::{Browser, Site, journey};
use xtask::step::{Failure, Outcome};

/// What a check says of what was seen.
pub type Verdict = Result<(), String>;

/// Tells a story as it is, with a silent console at its end, and checks what was seen; then tells
/// it with each fault planted, in a browser of its own, and expects the check to object.
pub async fn proven<F: Copy + Debug, T: Debug>(
    name: &str,
    faults: &[F],
    story: impl AsyncFn(&mut Browser, Option<F>) -> Outcome<T>,
    check: impl Fn(&T) -> Verdict,
) -> Outcome {
    journey(name, async |browser| {
        let seen = story(browser, None).await?;
        check(&seen).map_err(|objection| Failure::new(format!("{objection}: {seen:#?}")))
    })
    .await?;
    for fault in faults {
        caught(name, *fault, &story, &check).await?;
    }
    Ok(())
}

async fn caught<F: Copy + Debug, T: Debug>(
    name: &str,
    fault: F,
    story: &impl AsyncFn(&mut Browser, Option<F>) -> Outcome<T>,
    check: &impl Fn(&T) -> Verdict,
) -> Outcome {
    let mut browser = Browser::start(Site::release()?).await?;
    let told = story(&mut browser, Some(fault)).await;
    match told {
        Ok(seen) => match check(&seen) {
            Err(objection) => {
                println!("{name}: planted {fault:?}, caught: {objection}");
                Ok(())
            }
            Ok(()) => Err(Failure::new(format!(
                "{name}: the planted {fault:?} was not caught: {seen:#?}"
            ))),
        },
        Err(failure) => {
            let picture = format!("{name}-planted.png");
            let picture = xtask::step::target_dir().join("journeys").join(picture);
            drop(browser.screenshot(&picture).await);
            Err(Failure::new(format!(
                "{name}: with the planted {fault:?} the story could not be told to its end: {failure}\npicture: {}",
                picture.display()
            )))
        }
    }
}

/// Holds something against what it must be.
pub fn expect<T: PartialEq + Debug>(what: &str, seen: &T, wanted: &T) -> Verdict {
    if seen == wanted {
        Ok(())
    } else {
        Err(format!("{what} is {seen:?}, not {wanted:?}"))
    }
}

/// A text in which something must stand.
pub fn says(what: &str, seen: &str, wanted: &str) -> Verdict {
    if seen.contains(wanted) {
        Ok(())
    } else {
        Err(format!("{what} does not say '{wanted}' but '{seen}'"))
    }
}

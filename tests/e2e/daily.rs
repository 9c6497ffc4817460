//! What the app does for the day: it keeps what is typed in each tab, asks the browser to keep
//! the book, reminds of a backup, and says what is waiting.

use crate::faults::WATCHED_TYPING;
use crate::hands::Hands;
use crate::owed::{Invoice, Owed};
use xtask::browser::{Browser, journey};
use xtask::step::Outcome;

/// Types an invoice and waits until the browser has it.
async fn type_and_keep(browser: &Browser, invoice: &Invoice) -> Outcome {
    WATCHED_TYPING.plant(browser).await?;
    Owed(browser).type_invoice(invoice).await?;
    browser
        .wait_until("what was typed is kept", async || {
            let kept = browser.script("return window.kept", vec![]).await?;
            let kept = kept.as_str().unwrap_or_default();
            Ok(invoice.texts().iter().all(|text| kept.contains(text)))
        })
        .await
}

#[tokio::test]
async fn two_tabs_type_two_invoices_and_each_comes_back_after_a_crash() -> Outcome {
    journey("daily-two-forms", async |browser| {
        let owed = Owed(browser);
        owed.begin("Two Forms").await?;
        owed.add_customer("Linden").await?;
        let one = Invoice::of("Linden", "2025-03-10", "111");
        let other = Invoice::of("Linden", "2025-04-11", "222");
        owed.open_new_invoice().await?;
        type_and_keep(browser, &one).await?;
        let first = browser.window().await?;
        browser.open_tab("/invoices/new").await?;
        owed.open_new_invoice().await?;
        let empty = owed.typed_invoice().await?;
        assert_eq!(empty.map(|form| form.price), Some(String::new()));
        type_and_keep(browser, &other).await?;
        browser.switch_to(&first).await?;
        assert_eq!(owed.typed_invoice().await?, Some(one.clone()));

        browser.kill();
        browser.start_again().await?;
        let owed = Owed(browser);
        browser.open("/").await?;
        owed.ready().await?;
        let mut back = Vec::new();
        for tab in 0..2 {
            if tab > 0 {
                browser.open_tab("/").await?;
                owed.ready().await?;
            }
            owed.open_new_invoice().await?;
            owed.restored_typing().await?;
            back.push(owed.typed_invoice().await?);
        }
        back.sort_by_key(|form| form.as_ref().map(|form| form.price.clone()));
        assert_eq!(back, [Some(one), Some(other)]);
        Ok(())
    })
    .await
}

/// A browser that gives its promise where it is asked, and counts how often.
const PROMISING: &str = "
    window.asked = 0;
    if (window.StorageManager) {
        StorageManager.prototype.persisted = async () => false;
        StorageManager.prototype.persist = async () => { window.asked += 1; return true; };
    }";

async fn asked(browser: &Browser) -> Outcome<Option<u64>> {
    let asked = browser.script("return window.asked", vec![]).await?;
    Ok(asked.as_u64())
}

#[tokio::test]
async fn the_browser_is_asked_once_to_keep_a_book_that_has_something_in_it() -> Outcome {
    journey("daily-kept", async |browser| {
        browser.before_each_page(PROMISING).await?;
        let owed = Owed(browser);
        owed.begin("Kept").await?;
        owed.open_backup().await?;
        owed.wait_kept("The browser may delete your book").await?;
        assert_eq!(asked(browser).await?, Some(0));
        owed.add_customer("Linden").await?;
        owed.open_backup().await?;
        owed.wait_kept("The browser promised to keep your book")
            .await?;
        assert_eq!(asked(browser).await?, Some(1));
        owed.add_customer("Ahorn").await?;
        owed.reload().await?;
        owed.add_customer("Birke").await?;
        owed.open_backup().await?;
        owed.wait_kept("The browser may delete your book").await?;
        assert_eq!(asked(browser).await?, Some(0));
        // The user may ask at any time.
        owed.ask_to_keep().await?;
        owed.wait_kept("The browser promised to keep your book")
            .await?;
        assert_eq!(asked(browser).await?, Some(1));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_installed_app_leads_with_the_book_and_safari_with_installing() -> Outcome {
    journey("daily-first-page", async |browser| {
        let owed = Owed(browser);
        browser.open("/").await?;
        assert_eq!(owed.first_headings().await?[0], "Start");
        assert!(!owed.page_says("Install Owed before you start").await?);
        let webkit = "Object.defineProperty(Navigator.prototype, 'vendor', { get: () => 'Apple Computer, Inc.' });";
        browser.before_each_page(webkit).await?;
        // On Linux that is no Safari.
        browser.open("/").await?;
        owed.first_page().await?;
        let safari = "
            Object.defineProperty(Navigator.prototype, 'platform', { get: () => 'MacIntel' });
            const real = window.matchMedia;
            window.matchMedia = (query) => query.includes('standalone')
                ? { matches: location.search === '?installed' } : real.call(window, query);";
        browser.before_each_page(safari).await?;
        browser.open("/").await?;
        browser
            .wait_until("the advice to install it", async || {
                owed.page_says("Install Owed before you start").await
            })
            .await?;
        assert!(owed.page_says("Choose File, then Add to Dock").await?);
        assert!(!owed.page_says("iPhone").await?);
        assert_eq!(owed.first_headings().await?[0], "Start");
        browser.open("/").await?;
        owed.first_page().await?;
        browser
            .script("location.search = '?installed'", vec![])
            .await?;
        browser
            .wait_until("the installed app", async || {
                Ok(owed.first_headings().await?[0] == "Restore your book")
            })
            .await?;
        assert!(!owed.page_says("Install Owed before you start").await?);
        Ok(())
    })
    .await
}

/// A phone with a share sheet that does as `window.sheet` says.
const SHARE_SHEET: &str = "
    const real = window.matchMedia;
    window.matchMedia = (query) => query.includes('coarse') ? { matches: true } : real.call(window, query);
    window.shared = [];
    Navigator.prototype.canShare = ({ files }) => files.length === 1;
    Navigator.prototype.share = async ({ files }) => {
        if (window.sheet) throw new DOMException('planted', window.sheet);
        window.shared.push(await files[0].text());
    };";

#[tokio::test]
async fn a_phone_shares_its_backup_and_a_closed_sheet_is_none() -> Outcome {
    journey("daily-shared", async |browser| {
        browser.before_each_page(SHARE_SHEET).await?;
        let owed = Owed(browser);
        owed.begin("Shared").await?;
        owed.open_backup().await?;
        browser
            .script("window.sheet = 'AbortError'", vec![])
            .await?;
        let told = owed.try_to_back_up().await?;
        assert!(told.contains("No backup: you closed"), "{told}");
        assert!(owed.page_says("No backup yet").await?);
        browser.script("window.sheet = ''", vec![]).await?;
        let told = owed.try_to_back_up().await?;
        assert!(told.contains("Shared the backup"), "{told}");
        assert!(owed.page_says("Last backup today").await?);
        let shared = browser.script("return window.shared", vec![]).await?;
        assert!(
            shared[0]
                .as_str()
                .is_some_and(|text| text.contains("\"sha256\":"))
        );
        // Where the sheet takes no such file, it is a download.
        browser
            .script("window.sheet = 'NotAllowedError'", vec![])
            .await?;
        let file = owed.backup_into(&owed.folder("saved")?).await?;
        assert!(std::fs::read_to_string(file)?.contains("\"sha256\":"));
        Ok(())
    })
    .await
}

/// The clock goes by hours that are put into the local storage.
const CLOCK: &str = "
    const real = Date.now;
    Date.now = () => real() + (Number(localStorage.ahead) || 0) * 3600000;";

#[tokio::test]
async fn a_day_with_a_change_calls_for_a_backup_until_later() -> Outcome {
    journey("daily-reminder", async |browser| {
        browser.before_each_page(CLOCK).await?;
        let owed = Owed(browser);
        owed.begin("Reminded").await?;
        owed.add_customer("Linden").await?;
        let ahead = async |hours: u32| {
            let set = format!("localStorage.ahead = {hours}");
            browser.script(&set, vec![]).await?;
            owed.reload().await?;
            owed.reminded().await
        };
        assert!(!ahead(23).await?);
        assert!(ahead(25).await?);
        owed.remind_later().await?;
        assert!(!ahead(50).await?);
        owed.add_customer("Ahorn").await?;
        assert!(ahead(51).await?);
        owed.open_customers().await?;
        owed.backup_from_reminder(&owed.folder("saved")?).await?;
        assert!(!owed.reminded().await?);
        // Nothing changed since.
        assert!(!ahead(200).await?);
        owed.add_customer("Birke").await?;
        assert!(owed.reminded().await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn restoring_an_older_state_says_what_goes_and_what_comes() -> Outcome {
    journey("daily-diff", async |browser| {
        let owed = Owed(browser);
        owed.begin("Differs").await?;
        owed.add_customer("Linden").await?;
        owed.issue(&Invoice::of("Linden", "2025-01-10", "100"))
            .await?;
        let folder = owed.folder("saved")?;
        let file = owed.backup_into(&folder).await?;
        owed.issue(&Invoice::of("Ahorn", "2025-01-11", "50.25"))
            .await?;
        owed.pay("Linden", "2025-02-01", "30").await?;
        owed.open_backup().await?;
        owed.plan_restore(&file).await?;
        let lost = owed.difference("lost").await?.unwrap_or_default();
        for told in [
            "1 customer",
            "1 document",
            "1 payment",
            "€50.25",
            "€30.00",
            "2025-0002",
        ] {
            assert!(lost.contains(told), "{told}: {lost}");
        }
        assert!(!lost.contains("2025-0001"), "{lost}");
        assert_eq!(owed.difference("brought").await?, None);
        owed.open_customers().await?;
        let newer = owed.backup_into(&owed.folder("newer")?).await?;
        owed.restore(&file, &["2025-0002", ""]).await?;
        owed.open_backup().await?;
        owed.plan_restore(&newer).await?;
        let brought = owed.difference("brought").await?.unwrap_or_default();
        assert!(brought.contains("2025-0002"), "{brought}");
        assert_eq!(owed.difference("lost").await?, None);
        Ok(())
    })
    .await
}

/// From now on no entry can be added, but a restore can bring some.
const NO_ENTRIES: &str = "
    const real = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (...arguments) {
        if (localStorage.full) throw new DOMException('planted', 'DataError');
        return real.apply(this, arguments);
    };";

#[tokio::test]
async fn numbers_that_cannot_be_skipped_are_told_until_they_are() -> Outcome {
    journey("daily-unskipped", async |browser| {
        browser.before_each_page(NO_ENTRIES).await?;
        let owed = Owed(browser);
        owed.begin("Unskipped").await?;
        owed.add_customer("Linden").await?;
        owed.issue(&Invoice::of("Linden", "2025-01-10", "100"))
            .await?;
        let file = owed.backup_into(&owed.folder("saved")?).await?;
        Hands(browser).clear("all").await?;
        browser.open("/").await?;
        owed.first_page().await?;
        browser.script("localStorage.full = 1", vec![]).await?;
        owed.restore(&file, &["2025-0004", ""]).await?;
        owed.wait_alert("the last numbers you sent could not be recorded")
            .await?;
        owed.reload().await?;
        owed.wait_alert("the last numbers you sent could not be recorded")
            .await?;
        owed.fill_invoice(&Invoice::of("Linden", "2025-01-11", "100"))
            .await?;
        let told = owed.try_to_issue().await?;
        assert!(!told.starts_with("2025-"), "{told}");
        browser.script("localStorage.full = ''", vec![]).await?;
        assert_eq!(owed.issue_now().await?, "2025-0005");
        assert!(!owed.page_says("could not be recorded").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn today_says_what_is_delivered_what_is_due_and_what_was_done() -> Outcome {
    journey("daily-today", async |browser| {
        let owed = Owed(browser);
        owed.begin("Today").await?;
        let today = owed.day(0).await?;
        for (customer, delivered) in [("Linden", -3), ("Ahorn", -2)] {
            let delivered = owed.day(delivered).await?;
            let draft = Invoice::of(customer, &today, "120.50");
            owed.save_draft(&draft, &delivered).await?;
        }
        owed.issue(&Invoice::of("Birke", &owed.day(-40).await?, "70"))
            .await?;
        // 30 days to pay: due in five days, and in twenty.
        owed.issue(&Invoice::of("Birke", &owed.day(-25).await?, "10"))
            .await?;
        owed.issue(&Invoice::of("Birke", &owed.day(-10).await?, "20"))
            .await?;
        owed.pay("Birke", &today, "15").await?;
        assert_eq!(owed.outstanding().await?, "85.00");
        for (name, value) in [
            ("unbilled", "120.50"),
            ("overdue", "55.00"),
            ("due_soon", "10.00"),
        ] {
            assert_eq!(owed.figure(name).await?.as_deref(), Some(value), "{name}");
        }
        let done = owed.activity().await?;
        assert!(done[0].contains("Payment recorded: Birke"), "{done:?}");
        assert!(done[1].contains("Issued: "), "{done:?}");
        // Each figure leads to what it is made of.
        owed.follow_figure("due_soon").await?;
        browser.heading("Due within 7 days").await?;
        assert_eq!(owed.figure("bucket_total").await?.as_deref(), Some("10.00"));
        assert_eq!(owed.outstanding().await?, "85.00");
        owed.open_delivered().await?;
        browser.heading("Invoice draft").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_payment_is_split_by_hand() -> Outcome {
    journey("daily-by-hand", async |browser| {
        browser.viewport(360, 780).await?;
        let owed = Owed(browser);
        owed.begin("By Hand").await?;
        for (day, price) in [
            ("2025-01-10", "100"),
            ("2025-02-10", "200"),
            ("2025-03-10", "300"),
        ] {
            owed.issue(&Invoice::of("Linden", day, price)).await?;
        }
        owed.begin_payment("Linden", "2025-04-01", "250").await?;
        owed.split(&[("2025-0001", "50"), ("2025-0003", "150")])
            .await?;
        let effect = owed.payment_effect().await?;
        for told in [
            "€50.00 to 2025-0001",
            "€150.00 to 2025-0003",
            "€50.00 stays as customer credit",
        ] {
            assert!(effect.contains(told), "{told}: {effect}");
        }
        let width = browser
            .script("return document.documentElement.scrollWidth", vec![])
            .await?;
        assert_eq!(width, 360);
        let down = "scrollTo(0, document.body.scrollHeight)";
        browser.script(down, vec![]).await?;
        owed.record_payment_now().await?;
        assert_eq!(
            owed.balances().await?,
            [
                ("2025-0003", "150.00"),
                ("2025-0002", "200.00"),
                ("2025-0001", "50.00")
            ]
            .map(|(number, left)| (number.to_owned(), left.to_owned()))
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn entries_bear_the_name_of_the_device() -> Outcome {
    journey("daily-device", async |browser| {
        let owed = Owed(browser);
        owed.begin("Named").await?;
        owed.name_device("Studio iMac").await?;
        owed.add_customer("Linden").await?;
        owed.reload().await?;
        owed.add_customer("Ahorn").await?;
        let file = owed.backup_into(&owed.folder("saved")?).await?;
        let text = std::fs::read_to_string(file)?;
        assert_eq!(text.matches("\"device\":\"Studio iMac\"").count(), 2);
        Ok(())
    })
    .await
}

//! Payment providers and marketplaces: they pay what others owe, so neither
//! their name nor their account ever says who paid.

/// Names that begin with these words are a provider's.
const BEGINNINGS: &[&str] = &[
    "2checkout",
    "adyen",
    "afterpay",
    "airbnb payments",
    "amazon pay",
    "amazon payments",
    "american express",
    "bancomat pay",
    "barclaycard",
    "billie gmbh",
    "billpay",
    "bluesnap",
    "booking com",
    "braintree",
    "bs card service",
    "b s card service",
    "buckaroo",
    "card complete",
    "card process",
    "ccv",
    "checkout com",
    "clearpay",
    "concardis",
    "copecart",
    "datatrans",
    "digistore24",
    "dlocal",
    "ebay",
    "elavon",
    "elopage",
    "epay",
    "etsy payments",
    "evo payments",
    "fastspring",
    "first data",
    "fiserv",
    "giropay",
    "gocardless",
    "google payment",
    "heidelpay",
    "izettle",
    "klarna",
    "lemon squeezy",
    "lyra network",
    "micropayment",
    "mobilepay",
    "mollie",
    "moneygram",
    "multisafepay",
    "mypos",
    "neteller",
    "nexi",
    "novalnet",
    "paddle com",
    "paydirekt",
    "payone",
    "payoneer",
    "paypal",
    "payplug",
    "payrexx",
    "paysafe",
    "paysera",
    "payu",
    "postfinance checkout",
    "przelewy24",
    "ratepay",
    "razorpay",
    "remitly",
    "riverty",
    "satispay",
    "saferpay",
    "scalapay",
    "shopify",
    "six payment",
    "skrill",
    "sofort gmbh",
    "stancer",
    "stripe",
    "sumup",
    "telecash",
    "teya",
    "transferwise",
    "trustly",
    "twint",
    "unzer",
    "vipps",
    "viva payment",
    "viva wallet",
    "vr payment",
    "wallee",
    "western union",
    "wix payments",
    "worldline",
    "worldpay",
    "zettle",
];

/// Words that are names of others as well: a provider's only alone, or before
/// one of [`AFTER`].
const ALONE: &[&str] = &[
    "alma",
    "dojo",
    "mastercard",
    "paddle",
    "revolut",
    "sofort",
    "square",
    "swish",
    "visa",
    "wise",
];
const AFTER: &[&str] = &[
    "ab",
    "ag",
    "bank",
    "bv",
    "eu",
    "europe",
    "gmbh",
    "inc",
    "international",
    "limited",
    "ltd",
    "nv",
    "operations",
    "pay",
    "payment",
    "payments",
    "sa",
    "sas",
    "sarl",
    "se",
    "services",
    "uab",
    "uk",
    "us",
];

/// Words of a name that say what such a firm does, wherever they stand.
const DOES: &[&str] = &[
    "acquiring",
    "marketplace",
    "paiement",
    "paiements",
    "payments",
    "payout",
    "payouts",
    "zahlungsdienst",
    "zahlungsdienste",
    "zahlungssysteme",
];

/// Accounts that are published as those of a provider's payouts.
const ACCOUNTS: &[&str] = &["DE88500700100175526303", "LU89751000135104200E"];

/// Whether a payer's name is a provider's.
pub(super) fn is_name(name: &str) -> bool {
    let folded = crate::query::fold(name);
    let words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    // A Dutch foundation holds what a provider passes on.
    let begin: Vec<&str> = words
        .skip_while(|word| *word == "stichting")
        .take(4)
        .collect();
    let begins = |known: &&str| {
        let known: Vec<&str> = known.split(' ').collect();
        begin.starts_with(&known)
    };
    let alone = || {
        let first = begin.first().is_some_and(|word| ALONE.contains(word));
        first && begin.get(1).is_none_or(|word| AFTER.contains(word))
    };
    let does = || {
        folded
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| DOES.contains(&word))
    };
    BEGINNINGS.iter().any(begins) || alone() || does()
}

/// Whether an account, in canonical form, is one of those.
pub(super) fn is_account(account: &str) -> bool {
    ACCOUNTS.contains(&account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_known_by_its_name() {
        for (name, expected) in [
            ("PayPal Europe S.a.r.l. et Cie S.C.A", true),
            ("STRIPE PAYMENTS EUROPE LTD", true),
            ("Stripe", true),
            ("SumUp Limited", true),
            ("Klarna Bank AB", true),
            ("Stichting Mollie Payments", true),
            ("Mollie B.V.", true),
            ("Adyen N.V.", true),
            ("Wise Europe SA", true),
            ("WISE", true),
            ("Wise Gartenbau GmbH", false),
            ("Square Eyes Optik", false),
            ("Paul Stripe", false),
            ("Klarmann GmbH", false),
            ("Muster Payments Ltd", true),
            ("B+S Card Service GmbH", true),
            ("", false),
        ] {
            assert_eq!(is_name(name), expected, "{name}");
        }
    }
}

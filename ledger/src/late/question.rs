//! What is asked where a fact is missing.

use serde::{Deserialize, Serialize};

use super::law::{Audience, Condition, Law};
use crate::date::Date;

/// What has to be answered before something can be claimed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Which law applies to the customer?
    Law,
    /// Business, public body or consumer?
    Audience,
    /// Was the due date agreed? Printed on the invoice alone it does not put
    /// the debtor in default under this law.
    DueDateAgreed { law: Law },
    /// When did the invoice arrive, or when was the work done?
    InvoiceReceived { law: Law },
    /// Did the invoice tell the consumer what happens after thirty days?
    ConsumerTold { law: Law },
    /// When was a notice to pay received? Nothing else puts the debtor in
    /// default.
    Notice { law: Law },
    /// From which day on is the debtor in default? The rule of this law is
    /// not known here.
    DefaultStart { law: Law, audience: Audience },
    /// Does what the statute asks for hold?
    Condition { law: Law, condition: Condition },
    /// No rate is known from this day on: which is it, and who says so?
    Rate {
        law: Law,
        audience: Audience,
        from: Date,
    },
    /// Is this rate right? It was not seen at its publisher. It is answered
    /// by entering the rate with its source.
    CheckRate {
        law: Law,
        audience: Audience,
        from: Date,
    },
    /// The law states no rate: was one agreed?
    RateAgreed { law: Law, audience: Audience },
    /// No fixed sum is known for that day: which is it, and who says so?
    FixedSum {
        law: Law,
        audience: Audience,
        day: Date,
    },
    /// Only real and necessary costs may be claimed: which were they?
    RealCosts { law: Law, audience: Audience },
    /// What is this debt in the currency of the law?
    Exchange { law: Law },
    /// What do payments settle first?
    SettlementOrder { law: Law },
    /// After how many years does a claim lapse?
    Limitation { law: Law, audience: Audience },
}

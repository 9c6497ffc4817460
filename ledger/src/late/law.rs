//! Whose law, who owes, how well a rule is known; and the tables of rules.

use crate::named::named;

named! {
    /// Whose law applies to a claim, by ISO 3166-1 alpha-2. It is asked once
    /// for each customer, never derived from an address.
    Law {
        At = "AT",
        Au = "AU",
        Be = "BE",
        Ca = "CA",
        Ch = "CH",
        Cz = "CZ",
        De = "DE",
        Dk = "DK",
        Es = "ES",
        Fi = "FI",
        Fr = "FR",
        /// England, if nothing else is said: [`super::limitation::Trade::Scotland`].
        Gb = "GB",
        Ie = "IE",
        It = "IT",
        Lu = "LU",
        Nl = "NL",
        No = "NO",
        Nz = "NZ",
        Pl = "PL",
        Pt = "PT",
        Se = "SE",
        Us = "US",
    }
}

named! {
    /// Who owes.
    Audience {
        /// Companies and sole traders.
        Business = "business",
        PublicBody = "public_body",
        Consumer = "consumer",
    }
}

impl Audience {
    /// Whose rows of a table apply: those of businesses for public bodies.
    pub(super) fn in_tables(self) -> Audience {
        match self {
            Audience::PublicBody => Audience::Business,
            other => other,
        }
    }
}

named! {
    /// How well a figure or a rule is known.
    Confidence {
        /// Read at its publisher, or in several places that agree.
        Seen = "seen",
        /// Worked out from a reference rate and the rule of the law.
        Derived = "derived",
        /// To be checked before it is claimed.
        Memory = "memory",
        /// Places disagree.
        Conflict = "conflict",
        /// A rule that a lawyer should look at.
        Doubtful = "doubtful",
        NotFound = "not_found",
        /// The law states no figure.
        None = "none",
    }
}

impl Confidence {
    /// Whether it may be used without asking.
    pub fn is_firm(self) -> bool {
        matches!(self, Confidence::Seen | Confidence::Derived)
    }
}

named! {
    /// On what a statutory rate depends, beside lateness itself.
    Condition {
        /// The debtor is responsible for the delay.
        DebtorAtFault = "debtor_at_fault",
        /// The claim is for goods or services, not damages.
        PaymentForWork = "payment_for_work",
        /// Rate and fixed sum stand on the invoice and in the terms.
        PrintedOnInvoice = "printed_on_invoice",
        /// A formal notice to pay was given.
        FormalNotice = "formal_notice",
        /// Payment was demanded.
        Demand = "demand",
        /// The invoice went out within a month and claims the interest, and
        /// the third month after its receipt has begun.
        InvoiceClaimsIt = "invoice_claims_it",
        /// The creditor is a commercial enterprise.
        CommercialCreditor = "commercial_creditor",
        /// It is the most that may be asked for.
        AtMost = "at_most",
        /// Only where no other rate was agreed.
        UnlessAgreed = "unless_agreed",
        /// It is not settled whether one rate holds for the whole time.
        ModeDoubtful = "mode_doubtful",
        /// It is not settled by how many days a year is divided.
        BasisDoubtful = "basis_doubtful",
        /// A court may award it; it is no right before a claim is issued.
        CourtOnly = "court_only",
    }
}

impl Condition {
    /// Whether the user has to say that it holds before interest is claimed.
    pub fn is_asked(self) -> bool {
        !matches!(self, Condition::UnlessAgreed | Condition::AtMost)
    }
}

/// A rule and where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source {
    /// The provision, as it is cited.
    pub text: &'static str,
    pub confidence: Confidence,
}

/// The lines of a table: what stands before `|`, by words, and what after.
pub(super) fn lines(
    table: &'static str,
) -> impl Iterator<Item = (Vec<&'static str>, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let (words, source) = line.split_once('|').unwrap_or((line, ""));
        (words.split_whitespace().collect(), source)
    })
}

/// A rule of `rules.txt`: the words after its kind and law.
pub(super) fn rules(
    kind: &'static str,
    law: Law,
) -> impl Iterator<Item = (Vec<&'static str>, Source)> {
    lines(include_str!("rules.txt")).filter_map(move |(words, source)| {
        let (head, rest) = words.split_at_checked(2)?;
        let (confidence, rest) = rest.split_last()?;
        let applies = head == [kind, law.as_str()];
        let source = Source {
            text: source,
            confidence: Confidence::of(confidence)?,
        };
        applies.then(|| (rest.to_vec(), source))
    })
}

//! Kinds of odd rows, and what can be done about each.

use std::collections::BTreeMap;

use super::RowFault;

/// What is to become of an odd row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Choice {
    /// The row stays out.
    LeaveOut,
    /// As [`Odd`] says.
    Take,
    /// A payment of its customer, put against no invoice.
    OnAccount,
}

/// A kind of odd rows. In the order in which they are shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Odd {
    /// It cannot be read, or the book cannot take it as it stands.
    Faulty,
    /// Taken: the row is due on the day of issue.
    DueBeforeIssue,
    /// Taken: the customer's terms say when it is due, else the business's.
    NoDue,
    /// Taken: what is paid beyond what is asked for stays unapplied.
    Overpaid,
    /// Taken: the payment counts from the day of issue on.
    PaidBeforeIssue,
    /// Taken: they are one document.
    FurtherRows,
    /// Taken: what the column of paid amounts says counts.
    DoesNotAdd,
    /// Taken: the date is right.
    FarDate,
    /// Taken: money of the customer that is put against no invoice.
    PaymentRow,
    /// Taken: it is an invoice.
    UnknownKind,
    /// Taken: there were two payments.
    SamePayment,
    /// Taken: it is another payment than the one in the book.
    PaymentInBook,
    /// Taken, on account: money of the customer that is put against no
    /// invoice.
    UnknownInvoice,
    /// Taken: the customer is new.
    NewCustomer,
    /// Taken: somebody else paid the customer's invoice.
    OtherPayer,
    /// Taken: the invoices are settled in the order of the list.
    ListDiffers,
    /// Skipped.
    InBook,
    SameCustomer,
    Zero,
    PaidInFull,
    NotOwed,
    Aside,
}

impl Odd {
    pub const ALL: [Odd; 22] = [
        Odd::Faulty,
        Odd::DueBeforeIssue,
        Odd::NoDue,
        Odd::Overpaid,
        Odd::PaidBeforeIssue,
        Odd::FurtherRows,
        Odd::DoesNotAdd,
        Odd::FarDate,
        Odd::PaymentRow,
        Odd::UnknownKind,
        Odd::SamePayment,
        Odd::PaymentInBook,
        Odd::UnknownInvoice,
        Odd::NewCustomer,
        Odd::OtherPayer,
        Odd::ListDiffers,
        Odd::InBook,
        Odd::SameCustomer,
        Odd::Zero,
        Odd::PaidInFull,
        Odd::NotOwed,
        Odd::Aside,
    ];

    /// What can be done about it. Where it is one thing only, that is done.
    pub fn choices(self) -> &'static [Choice] {
        match self {
            Odd::Faulty
            | Odd::InBook
            | Odd::SameCustomer
            | Odd::Zero
            | Odd::PaidInFull
            | Odd::NotOwed
            | Odd::Aside => &[Choice::LeaveOut],
            Odd::UnknownInvoice => &[Choice::OnAccount, Choice::LeaveOut],
            Odd::OtherPayer | Odd::ListDiffers => {
                &[Choice::Take, Choice::OnAccount, Choice::LeaveOut]
            }
            _ => &[Choice::Take, Choice::LeaveOut],
        }
    }

    /// What is done unless the user says otherwise; `None`: only the user can
    /// know, so it is asked.
    pub fn usual(self) -> Option<Choice> {
        match self {
            Odd::DueBeforeIssue
            | Odd::NoDue
            | Odd::Overpaid
            | Odd::PaidBeforeIssue
            | Odd::FurtherRows => Some(Choice::Take),
            Odd::DoesNotAdd => Some(Choice::LeaveOut),
            _ => match self.choices() {
                [one] => Some(*one),
                _ => None,
            },
        }
    }
}

/// What was chosen for the kinds of odd rows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choices(BTreeMap<Odd, Choice>);

impl Choices {
    /// The user's choice, or what is usual; `None` where it is to be asked.
    pub fn of(&self, odd: Odd) -> Option<Choice> {
        self.0.get(&odd).copied().or_else(|| odd.usual())
    }

    /// A choice that the kind does not have changes nothing.
    pub fn set(&mut self, odd: Odd, choice: Option<Choice>) {
        match choice.filter(|choice| odd.choices().contains(choice)) {
            Some(choice) => self.0.insert(odd, choice),
            None => self.0.remove(&odd),
        };
    }
}

impl RowFault {
    /// The kind of odd rows that it makes.
    pub fn odd(&self) -> Odd {
        match self {
            RowFault::Aside => Odd::Aside,
            RowFault::NotOwed(_) => Odd::NotOwed,
            RowFault::Zero => Odd::Zero,
            RowFault::PaidInFull => Odd::PaidInFull,
            RowFault::InBook => Odd::InBook,
            RowFault::PaymentInBook => Odd::PaymentInBook,
            RowFault::DueBeforeIssue(_) => Odd::DueBeforeIssue,
            RowFault::NoDue(_) => Odd::NoDue,
            RowFault::PaidBeforeIssue(_) => Odd::PaidBeforeIssue,
            RowFault::Overpaid(_) => Odd::Overpaid,
            RowFault::DoesNotAdd => Odd::DoesNotAdd,
            RowFault::FarDate(_) => Odd::FarDate,
            RowFault::FurtherRow { .. } => Odd::FurtherRows,
            RowFault::PaymentRow => Odd::PaymentRow,
            RowFault::UnknownKind => Odd::UnknownKind,
            RowFault::SameAs(_) => Odd::SamePayment,
            RowFault::SameCustomer(_) => Odd::SameCustomer,
            RowFault::UnknownInvoice => Odd::UnknownInvoice,
            RowFault::NewCustomer => Odd::NewCustomer,
            RowFault::OtherPayer(_) => Odd::OtherPayer,
            RowFault::ListDiffers(_) => Odd::ListDiffers,
            RowFault::Unreadable(_)
            | RowFault::TooManyFields
            | RowFault::Missing
            | RowFault::TooLong
            | RowFault::ControlCharacter
            | RowFault::NotADate(_)
            | RowFault::Date(_)
            | RowFault::Amount(_)
            | RowFault::Money(_)
            | RowFault::NotDays
            | RowFault::UnknownCurrency
            | RowFault::OtherCurrency(_)
            | RowFault::BadPaid
            | RowFault::NumberTwice(_)
            | RowFault::NumberTaken
            | RowFault::NotReceivable(_)
            | RowFault::AmbiguousName(_)
            | RowFault::NotPositive
            | RowFault::Record(_) => Odd::Faulty,
        }
    }
}

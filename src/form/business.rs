//! The user's own business as a form.

use ledger::business::{Business, Reconciling, Series, SeriesFor, SettlementOrder};
use ledger::collection::ReminderPolicy;
use ledger::command::Command;
use ledger::ids::{SeriesId, Version};
use ledger::look::{Accent, DocumentLook, Logo, Paper, PictureFormat};
use ledger::mail::MailTemplate;
use ledger::money::{Currency, Decimal};
use ledger::payment_code::ReferenceChoice;
use ledger::problem::{At, FieldName};
use ledger::tax::{RetainedTax, Tax};
use ledger::terms::{Due, Terms};
use paper::{Language, mail};
use serde::{Deserialize, Serialize};

use super::bank::{BankField, BankForm};
use super::details::{DetailsField, DetailsForm};
use super::editing::Form;
use super::tax::{RetainedForm, TaxField, TaxForm};
use super::terms::{TermsField, TermsForm};
use super::{Fault, Problems, number};

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BusinessForm {
    pub details: DetailsForm,
    pub currency: String,
    pub terms: TermsForm,
    pub bank: BankForm,
    /// `number`, `creditor` or `qr`.
    pub payment_reference: String,
    /// Of a QR reference.
    pub reference_prefix: String,
    pub payment_link: String,
    pub language: String,
    pub logo: Option<Logo>,
    pub accent: String,
    /// `a4`, `letter`, or as the country has it.
    pub paper: String,
    pub footer: String,
    pub taxes: Vec<TaxForm>,
    pub retained: Vec<RetainedForm>,
    /// `due`, `issued` or `smallest`.
    #[serde(default)]
    pub order: String,
    #[serde(default)]
    pub write_off_up_to: String,
    #[serde(default)]
    pub post_up_to: String,
    /// How reminders go: a form of its own changes it.
    #[serde(default)]
    pub reminders: Option<ReminderPolicy>,
    /// In the order of [`LANGUAGES`].
    #[serde(default)]
    pub mails: Vec<MailForm>,
}

/// The e-mail of a language, as it is sent: the usual one where the business
/// has none of its own.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct MailForm {
    pub subject: String,
    pub text: String,
}

impl MailForm {
    fn of(business: &Business, language: Language) -> MailForm {
        let usual = mail::usual(language);
        let mut own = business.mails.iter();
        let own = own.find(|own| own.language == usual.language);
        let or_usual = |own: Option<&String>, usual: String| {
            own.filter(|own| !own.is_empty()).cloned().unwrap_or(usual)
        };
        MailForm {
            subject: or_usual(own.map(|own| &own.subject), usual.subject),
            text: or_usual(own.map(|own| &own.text), usual.text),
        }
    }

    /// Whether the usual words stand in it.
    pub fn is_usual(&self, language: Language) -> bool {
        *self == MailForm::of(&Business::default(), language)
    }

    /// What is the business's own of it.
    pub fn own(&self, language: Language) -> MailTemplate {
        let usual = mail::usual(language);
        let own = |typed: &str, usual: &str| {
            let typed = typed.trim();
            if typed == usual {
                String::new()
            } else {
                typed.to_owned()
            }
        };
        MailTemplate {
            subject: own(&self.subject, &usual.subject),
            text: own(&self.text, &usual.text),
            language: usual.language,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BusinessField {
    Details(DetailsField),
    Currency,
    Terms(TermsField),
    Bank(BankField),
    PaymentReference,
    ReferencePrefix,
    PaymentLink,
    Language,
    /// Taken away; another one is set by [`BusinessForm::choose_logo`].
    RemoveLogo,
    Accent,
    Paper,
    Footer,
    Tax(usize, TaxField),
    AddTax,
    RemoveTax(usize),
    AddRetained,
    RemoveRetained(usize),
    RetainedName(usize),
    RetainedPercent(usize),
    Order,
    WriteOffUpTo,
    PostUpTo,
    /// By the place of the language.
    MailSubject(usize),
    MailText(usize),
    /// The usual one again.
    UsualMail(usize),
}

impl BusinessForm {
    pub fn of(business: &Business) -> BusinessForm {
        let look = &business.documents;
        let (payment_reference, reference_prefix) = match &business.payment_reference {
            ReferenceChoice::Number => ("number", ""),
            ReferenceChoice::Creditor => ("creditor", ""),
            ReferenceChoice::Qr { prefix } => ("qr", prefix.as_str()),
        };
        BusinessForm {
            details: DetailsForm::of(&business.details),
            currency: business.currency.to_string(),
            terms: TermsForm::of(Some(&business.terms)),
            bank: BankForm::of(business.bank.as_ref()),
            payment_reference: payment_reference.to_owned(),
            reference_prefix: reference_prefix.to_owned(),
            payment_link: business.payment_link.clone(),
            language: business.language.clone(),
            logo: look.logo,
            accent: look
                .accent
                .map_or_else(String::new, |accent| accent.to_string()),
            paper: match look.paper {
                None => "",
                Some(Paper::A4) => "a4",
                Some(Paper::Letter) => "letter",
            }
            .to_owned(),
            footer: business.footer.clone(),
            taxes: business
                .taxes
                .iter()
                .zip(0..)
                .map(|(tax, key)| TaxForm::of(tax, key))
                .collect(),
            retained: business
                .retained
                .iter()
                .zip(0..)
                .map(|(tax, key)| RetainedForm::of(tax, key))
                .collect(),
            order: match business.reconciling.order {
                SettlementOrder::OldestDue => "due",
                SettlementOrder::OldestIssued => "issued",
                SettlementOrder::Smallest => "smallest",
            }
            .to_owned(),
            write_off_up_to: limit(business.reconciling.write_off_up_to),
            post_up_to: limit(business.reconciling.post_up_to),
            reminders: business.reminders.clone(),
            mails: Language::ALL
                .map(|language| MailForm::of(business, language))
                .to_vec(),
        }
    }

    /// The command that saves it over the record as it was at `opened`.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(&self, opened: Version) -> Result<Command, Problems> {
        let mut problems = Problems::default();
        let details = self.details.read(&mut problems);
        let currency = problems.currency(&self.currency);
        let terms = self.terms.read(&mut problems);
        let bank = self.bank.read(&mut problems);
        let documents = self.documents(&mut problems);
        let trimmed = |text: &str| text.trim().to_owned();
        let mut taxes = Vec::new();
        for (index, tax) in self.taxes.iter().enumerate() {
            taxes.extend(tax.read(index, &mut problems));
        }
        let mut retained = Vec::new();
        for (index, tax) in self.retained.iter().enumerate() {
            retained.extend(tax.read(index, &mut problems));
        }
        let reconciling = self.reconciling(currency, &mut problems);
        let mails = self.mails.iter().zip(Language::ALL);
        let mails = mails.map(|(mail, language)| mail.own(language));
        let mails = mails.filter(|own| !own.subject.is_empty() || !own.text.is_empty());
        match currency {
            Some(currency) if problems.is_empty() => Ok(Command::SaveBusiness {
                business: Business {
                    details,
                    bank,
                    currency,
                    language: self.language.clone(),
                    terms: terms.unwrap_or_default(),
                    taxes,
                    retained,
                    footer: trimmed(&self.footer),
                    payment_reference: self.reference_choice(),
                    payment_link: trimmed(&self.payment_link),
                    documents,
                    reconciling,
                    mails: mails.collect(),
                    reminders: self.reminders.clone(),
                    // They are no part of the settings, and stay.
                    filters: Vec::new(),
                },
                opened,
            }),
            _ => Err(problems),
        }
    }

    /// How documents look; without an accent where it is none.
    fn documents(&self, problems: &mut Problems) -> DocumentLook {
        let accent = match self.accent.trim() {
            "" => None,
            text => {
                let accent = text.parse::<Accent>();
                problems.noted(
                    FieldName::Accent,
                    accent.map_err(|why| Fault::Ledger(why.into())),
                )
            }
        };
        DocumentLook {
            logo: self.logo,
            accent,
            paper: match self.paper.as_str() {
                "a4" => Some(Paper::A4),
                "letter" => Some(Paper::Letter),
                _ => None,
            },
        }
    }

    fn reconciling(&self, currency: Option<Currency>, problems: &mut Problems) -> Reconciling {
        let write_off_up_to = number::read_amount_optional(&self.write_off_up_to, currency);
        let write_off_up_to = problems.noted(FieldName::WriteOffUpTo, write_off_up_to);
        // In the currency of each account.
        let post_up_to =
            problems.noted(FieldName::PostUpTo, number::read_optional(&self.post_up_to));
        Reconciling {
            write_off_up_to: write_off_up_to.flatten(),
            post_up_to: post_up_to.flatten(),
            order: match self.order.as_str() {
                "issued" => SettlementOrder::OldestIssued,
                "smallest" => SettlementOrder::Smallest,
                _ => SettlementOrder::OldestDue,
            },
        }
    }

    /// What payers are asked to quote.
    pub fn reference_choice(&self) -> ReferenceChoice {
        match self.payment_reference.as_str() {
            "creditor" => ReferenceChoice::Creditor,
            "qr" => ReferenceChoice::Qr {
                prefix: self.reference_prefix.split_whitespace().collect(),
            },
            _ => ReferenceChoice::Number,
        }
    }

    /// A picture that is kept by now.
    pub fn choose_logo(&mut self, logo: Logo) {
        self.logo = Some(logo);
    }

    /// A tax of a preset, where it does not stand here yet.
    pub fn add_tax(&mut self, tax: &Tax) {
        let key = self.next_tax_key();
        if !self.has_tax(tax) {
            self.taxes.push(TaxForm::of(tax, key));
        }
    }

    /// Whether the same tax stands here, whatever its reason says.
    pub fn has_tax(&self, tax: &Tax) -> bool {
        let TaxForm {
            name,
            category,
            percent,
            ..
        } = TaxForm::of(tax, 0);
        self.taxes.iter().any(|known| {
            known.name == name && known.category == category && known.percent == percent
        })
    }

    pub fn add_retained(&mut self, tax: &RetainedTax) {
        let key = self.next_retained_key();
        if !self.has_retained(tax) {
            self.retained.push(RetainedForm::of(tax, key));
        }
    }

    pub fn has_retained(&self, tax: &RetainedTax) -> bool {
        let RetainedForm { name, percent, .. } = RetainedForm::of(tax, 0);
        let mut known = self.retained.iter();
        known.any(|known| known.name == name && known.percent == percent)
    }

    fn next_retained_key(&self) -> u32 {
        let keys = self.retained.iter().map(|tax| tax.key + 1);
        keys.max().unwrap_or(0)
    }

    fn next_tax_key(&self) -> u32 {
        self.taxes.iter().map(|tax| tax.key + 1).max().unwrap_or(0)
    }
}

fn limit(limit: Option<Decimal>) -> String {
    limit.map_or_else(String::new, number::typed)
}

impl Form for BusinessForm {
    type Field = BusinessField;

    fn set(&mut self, field: BusinessField, value: &str) {
        match field {
            BusinessField::Details(field) => self.details.set(field, value),
            BusinessField::Currency => value.clone_into(&mut self.currency),
            BusinessField::Terms(field) => self.terms.set(field, value),
            BusinessField::Bank(field) => self.bank.set(field, value),
            BusinessField::PaymentReference => value.clone_into(&mut self.payment_reference),
            BusinessField::ReferencePrefix => value.clone_into(&mut self.reference_prefix),
            BusinessField::PaymentLink => value.clone_into(&mut self.payment_link),
            BusinessField::Language => value.clone_into(&mut self.language),
            BusinessField::RemoveLogo => self.logo = None,
            BusinessField::Accent => value.clone_into(&mut self.accent),
            BusinessField::Paper => value.clone_into(&mut self.paper),
            BusinessField::Footer => value.clone_into(&mut self.footer),
            BusinessField::Tax(index, field) => {
                if let Some(tax) = self.taxes.get_mut(index) {
                    tax.set(field, value);
                }
            }
            BusinessField::AddTax => {
                let key = self.next_tax_key();
                self.taxes.push(TaxForm::new(key));
            }
            BusinessField::RemoveTax(index) => {
                if index < self.taxes.len() {
                    self.taxes.remove(index);
                }
            }
            BusinessField::AddRetained => {
                let key = self.next_retained_key();
                self.retained.push(RetainedForm {
                    key,
                    ..RetainedForm::default()
                });
            }
            BusinessField::RemoveRetained(index) => {
                if index < self.retained.len() {
                    self.retained.remove(index);
                }
            }
            BusinessField::RetainedName(index) => {
                if let Some(tax) = self.retained.get_mut(index) {
                    value.clone_into(&mut tax.name);
                }
            }
            BusinessField::Order => value.clone_into(&mut self.order),
            BusinessField::WriteOffUpTo => value.clone_into(&mut self.write_off_up_to),
            BusinessField::PostUpTo => value.clone_into(&mut self.post_up_to),
            BusinessField::RetainedPercent(index) => {
                if let Some(tax) = self.retained.get_mut(index) {
                    value.clone_into(&mut tax.percent);
                }
            }
            BusinessField::MailSubject(place) => {
                if let Some(mail) = self.mails.get_mut(place) {
                    value.clone_into(&mut mail.subject);
                }
            }
            BusinessField::MailText(place) => {
                if let Some(mail) = self.mails.get_mut(place) {
                    value.clone_into(&mut mail.text);
                }
            }
            BusinessField::UsualMail(place) => {
                if let (Some(mail), Some(language)) =
                    (self.mails.get_mut(place), Language::ALL.get(place))
                {
                    *mail = MailForm::of(&Business::default(), *language);
                }
            }
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        let mut parts = self.details.parts();
        parts.extend([
            (FieldName::Currency.into(), self.currency.clone()),
            (FieldName::Terms.into(), self.terms.summary()),
            (
                FieldName::PaymentReference.into(),
                self.payment_reference.clone(),
            ),
            (
                FieldName::ReferencePrefix.into(),
                self.reference_prefix.clone(),
            ),
            (FieldName::PaymentLink.into(), self.payment_link.clone()),
            (FieldName::Language.into(), self.language.clone()),
            (
                FieldName::Logo.into(),
                self.logo.as_ref().map_or_else(String::new, logo_summary),
            ),
            (FieldName::Accent.into(), self.accent.clone()),
            (FieldName::Paper.into(), self.paper.clone()),
            (FieldName::Footer.into(), self.footer.clone()),
            (FieldName::Order.into(), self.order.clone()),
            (FieldName::WriteOffUpTo.into(), self.write_off_up_to.clone()),
            (FieldName::PostUpTo.into(), self.post_up_to.clone()),
            (
                FieldName::Stages.into(),
                policy_said(self.reminders.as_ref()),
            ),
        ]);
        parts.extend(self.bank.parts());
        let taxes = self.taxes.iter().enumerate();
        parts.extend(taxes.map(|(index, tax)| ((FieldName::Tax, index).into(), tax.summary())));
        let retained = self.retained.iter().enumerate();
        parts.extend(retained.map(|(index, tax)| {
            let summary = format!("{} {} %", tax.name, tax.percent);
            ((FieldName::Retained, index).into(), summary)
        }));
        for (place, mail) in self.mails.iter().enumerate() {
            parts.push(((FieldName::MailSubject, place).into(), mail.subject.clone()));
            parts.push(((FieldName::MailText, place).into(), mail.text.clone()));
        }
        parts
    }

    fn take(&mut self, other: &BusinessForm, part: At) {
        if self.details.take(&other.details, part) || self.bank.take(&other.bank, part) {
            return;
        }
        match (part.field, part.index) {
            (FieldName::Currency, _) => self.currency.clone_from(&other.currency),
            (FieldName::Terms, _) => self.terms.clone_from(&other.terms),
            (FieldName::PaymentReference, _) => {
                self.payment_reference.clone_from(&other.payment_reference);
            }
            (FieldName::ReferencePrefix, _) => {
                self.reference_prefix.clone_from(&other.reference_prefix);
            }
            (FieldName::PaymentLink, _) => self.payment_link.clone_from(&other.payment_link),
            (FieldName::Language, _) => self.language.clone_from(&other.language),
            (FieldName::Logo, _) => self.logo = other.logo,
            (FieldName::Accent, _) => self.accent.clone_from(&other.accent),
            (FieldName::Paper, _) => self.paper.clone_from(&other.paper),
            (FieldName::Footer, _) => self.footer.clone_from(&other.footer),
            (FieldName::Order, _) => self.order.clone_from(&other.order),
            (FieldName::WriteOffUpTo, _) => self.write_off_up_to.clone_from(&other.write_off_up_to),
            (FieldName::PostUpTo, _) => self.post_up_to.clone_from(&other.post_up_to),
            (FieldName::Stages, _) => self.reminders.clone_from(&other.reminders),
            (FieldName::Retained, Some(index)) => {
                let key = self.next_retained_key();
                match (other.retained.get(index), self.retained.get_mut(index)) {
                    (Some(tax), Some(place)) => place.clone_from(tax),
                    (Some(tax), None) => self.retained.push(RetainedForm { key, ..tax.clone() }),
                    (None, Some(_)) => drop(self.retained.remove(index)),
                    (None, None) => {}
                }
            }
            (FieldName::MailSubject, Some(place)) => {
                if let (Some(mail), Some(other)) =
                    (self.mails.get_mut(place), other.mails.get(place))
                {
                    mail.subject.clone_from(&other.subject);
                }
            }
            (FieldName::MailText, Some(place)) => {
                if let (Some(mail), Some(other)) =
                    (self.mails.get_mut(place), other.mails.get(place))
                {
                    mail.text.clone_from(&other.text);
                }
            }
            (FieldName::Tax, Some(index)) => {
                let key = self.next_tax_key();
                match (other.taxes.get(index), self.taxes.get_mut(index)) {
                    (Some(tax), Some(place)) => place.clone_from(tax),
                    (Some(tax), None) => self.taxes.push(TaxForm { key, ..tax.clone() }),
                    (None, Some(_)) => {
                        self.taxes.remove(index);
                    }
                    (None, None) => {}
                }
            }
            _ => {}
        }
    }
}

/// In one line, for comparing.
fn logo_summary(logo: &Logo) -> String {
    let format = match logo.format {
        PictureFormat::Png => "PNG",
        PictureFormat::Jpeg => "JPEG",
    };
    format!("{format}, {} × {} pixels", logo.width, logo.height)
}

/// What a new book begins with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StartForm {
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub currency: String,
    pub tax_name: String,
    /// Empty for none.
    pub tax_percent: String,
}

/// Days to pay that a new book offers; changed in the settings.
const NET_DAYS: u32 = 30;

impl StartForm {
    /// The command that sets a new book up.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(&self) -> Result<Command, Problems> {
        let mut problems = Problems::default();
        let name = problems.noted(FieldName::Name, super::required(&self.name));
        let currency = problems.currency(&self.currency);
        let percent = number::read_optional(&self.tax_percent);
        let percent = problems
            .noted(FieldName::FirstTaxPercent, percent)
            .flatten();
        let tax = percent
            .filter(|percent| !percent.is_zero())
            .map(|percent| Tax {
                name: self.tax_name.trim().to_owned(),
                percent,
                ..Tax::default()
            });
        let (Some(name), Some(currency), true) = (name, currency, problems.is_empty()) else {
            return Err(problems);
        };
        let mut business = Business {
            currency,
            terms: Terms {
                due: Due::Net { days: NET_DAYS },
                ..Terms::default()
            },
            taxes: tax.into_iter().collect(),
            ..Business::default()
        };
        name.clone_into(&mut business.details.name);
        business.details.address.country.clone_from(&self.country);
        Ok(Command::Begin {
            business,
            series: vec![
                series(SeriesFor::Invoices, "{YYYY}-{0000}"),
                series(SeriesFor::CreditNotes, "CN-{YYYY}-{000}"),
            ],
        })
    }
}

fn series(counts: SeriesFor, pattern: &str) -> Series {
    Series {
        id: SeriesId::default(),
        counts,
        pattern: pattern.to_owned(),
        start: 1,
        gaps: Vec::new(),
    }
}

/// How reminders go, to be compared.
fn policy_said(policy: Option<&ReminderPolicy>) -> String {
    let Some(policy) = policy else {
        return String::new();
    };
    let stages = policy.stages.iter();
    let mut said: Vec<String> = stages
        .map(|stage| format!("{} {}", stage.days, stage.tone))
        .collect();
    said.push(policy.min_gap_days.to_string());
    said.push(policy.pay_within_days.to_string());
    said.extend(policy.smallest.map(|smallest| smallest.to_string()));
    said.extend(policy.hand_over_after.map(|days| days.to_string()));
    said.join(", ")
}

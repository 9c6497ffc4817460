//! The e-mails that documents are sent with: own words for each language, and
//! what they make of a document.

use ledger::date::Date;
use ledger::money::Currency;
use ledger::problem::FieldName;
use paper::Language;
use paper::mail::Mail;
use yew::prelude::*;

use crate::components::editing::Editing;
use crate::form::business::{BusinessField as F, BusinessForm, MailForm};
use crate::text;
use crate::ui::{Button, ButtonKind, Field, Input};

pub fn view(editing: &Editing<BusinessForm>, today: Date) -> Html {
    let mails = editing.form().mails.iter().zip(Language::ALL);
    html! {
        <div role="group" aria-label={words::settings::mails()}>
            <h3>{ words::settings::mails() }</h3>
            <p class="quiet">
                { words::settings::mails_about() }
            </p>
            { for mails.enumerate().map(|(place, (mail, language))| {
                view_one(editing, place, mail, language, today)
            }) }
        </div>
    }
}

fn view_one(
    editing: &Editing<BusinessForm>,
    place: usize,
    mail: &MailForm,
    language: Language,
    today: Date,
) -> Html {
    let form = editing.form();
    let code = language.code();
    let name = crate::components::choices::language_name(code);
    let of = AttrValue::from(words::settings::of_mails(&name));
    let problem = |field: FieldName, text: &str| {
        let found = ledger::mail::check(text).err();
        let found = found.map(|why| text::values::mail(&why));
        found.or_else(|| editing.problem((field, place)))
    };
    let subject = problem(FieldName::MailSubject, &mail.subject);
    let text = problem(FieldName::MailText, &mail.text);
    let own = mail.own(language);
    let is_usual = mail.is_usual(language);
    let currency: Currency = form.currency.parse().unwrap_or_default();
    let example = (subject.is_none() && text.is_none())
        .then(|| Mail::example(&own, &form.details.name, currency, today));
    let on_usual = editing
        .setter(F::UsualMail(place))
        .reform(|()| String::new());
    html! {
        <details class="mail" open={!is_usual}>
            <summary>{ name }{ if is_usual { "" } else { words::settings::own_text() } }</summary>
            <div class="fields">
                <Field name={format!("mail-subject-{code}")} label={words::invoice::subject()} label_more={of.clone()} class="wide"
                    value={mail.subject.clone()} on_change={editing.setter(F::MailSubject(place))} problem={subject} />
                <Field name={format!("mail-text-{code}")} label={words::invoice::text()} label_more={of} input={Input::Lines}
                    value={mail.text.clone()} on_change={editing.setter(F::MailText(place))} problem={text} />
            </div>
            if let Some(example) = example {
                <figure class="mail-example">
                    <figcaption class="hint">{ words::settings::example() }</figcaption>
                    <blockquote lang={code}>
                        <b>{ example.subject }</b>
                        <p class="note">{ example.text.trim_end().to_owned() }</p>
                    </blockquote>
                </figure>
            }
            if !is_usual {
                <Button kind={ButtonKind::Quiet} label={words::settings::reset_mails_of(&name)} on_click={on_usual}>{ words::settings::reset_mails() }</Button>
            }
        </details>
    }
}

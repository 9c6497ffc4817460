//! What the customer of an open invoice has that is put against nothing yet:
//! money on account and credit notes.

use std::rc::Rc;

use ledger::invoice::Invoice;
use ledger::open_items::open_credits;
use ledger::payment::Source;
use yew::prelude::*;

use crate::components::derived::use_derived;
use crate::components::settling::view_credit;
use crate::components::unapplied::{Answer, Question, label};
use crate::hooks::use_view;
use crate::text;
use crate::ui::Button;

#[derive(Properties, PartialEq)]
pub struct CreditsProps {
    pub invoice: Rc<Invoice>,
}

/// Each with the way to put it against the customer's invoices.
#[component]
pub fn Credits(props: &CreditsProps) -> Html {
    let view = use_view();
    let asked = use_state(|| None::<Source>);
    let credits = use_derived(
        &view.book,
        (props.invoice.id, view.today),
        |book, (id, today)| {
            let Some(invoice) = book.invoices().get(*id) else {
                return Vec::new();
            };
            let is_open = book
                .balance(*id, *today)
                .is_some_and(|left| left.is_positive());
            if invoice.kind.is_credit() || !is_open {
                return Vec::new();
            }
            let mut credits = open_credits(book, invoice.customer, *today);
            credits.retain(|credit| credit.left.currency() == invoice.currency);
            credits
        },
    );
    let ask = |source: Source| {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(Some(source)))
    };
    let on_close = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(None))
    };
    html! {
        <>
            if !credits.is_empty() {
                <section class="block credits" aria-labelledby="credits" data-test="credits">
                    <h2 id="credits">{ words::invoice::credits_title() }</h2>
                    <p class="quiet">{ words::invoice::credits_about() }</p>
                    <ul>
                        { for credits.iter().map(|credit| view_credit(&view.book, credit, html! {
                            <Button writes=true on_click={ask(credit.source)}
                                label={words::invoice::apply_credit(&text::matching::source(&view.book, credit.source))}>
                                { label(Question::Apply) }
                            </Button>
                        })) }
                    </ul>
                </section>
            }
            if let Some(source) = *asked {
                <Answer question={Question::Apply} {source} {on_close} />
            }
        </>
    }
}

//! The books on this device: open another one, delete one, begin one more.

use ledger::journal::BookId;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dispatch::Dispatcher;
use crate::hooks::use_dispatcher;
use crate::route::{Navigator, Route, use_navigator};
use crate::state::{Holds, ListedBook};
use crate::text::{self, format};
use crate::ui::{Button, ButtonKind, Check, Details, Dialog, Notice, Progress, Tone};

/// What the list has to say of the last thing that was asked of it.
/// What became of it: what is said, or what went wrong and its technical text.
type Told = Option<Result<String, (String, String)>>;

#[component]
pub fn Books() -> Html {
    let dispatcher = use_dispatcher();
    let navigator = use_navigator();
    let told: UseStateHandle<Told> = use_state(|| None);
    let doomed = use_state(|| None::<ListedBook>);
    let (books, look) = use_books();
    let on_open = opening(&dispatcher, &navigator, told.setter());
    let on_delete = {
        let doomed = doomed.setter();
        let delete = deleting(&dispatcher, told.setter(), look);
        Callback::from(move |book: ListedBook| {
            doomed.set(None);
            delete.emit(book);
        })
    };
    let on_begin = Callback::from(move |()| {
        navigator.go(Route::Overview);
        dispatcher.begin_another();
    });
    let on_ask = {
        let doomed = doomed.setter();
        Callback::from(move |book: ListedBook| doomed.set(Some(book)))
    };
    let on_keep = {
        let doomed = doomed.setter();
        Callback::from(move |()| doomed.set(None))
    };
    html! {
        <>
            <h1>{ words::places::books() }</h1>
            <p class="quiet">
                { words::books::about() }
            </p>
            { view_told(&told) }
            { view_books(books.as_deref(), &on_open, &on_ask) }
            <section aria-labelledby="another">
                <h2 id="another">{ words::books::one_more() }</h2>
                <p class="quiet">{ words::books::one_more_hint() }</p>
                <div class="actions"><Button on_click={on_begin}>{ words::books::start_another() }</Button></div>
            </section>
            if let Some(book) = &*doomed {
                <Deleting book={book.clone()} {on_delete} {on_keep} />
            }
        </>
    }
}

/// The books, once they were looked at, and how to look again.
#[hook]
fn use_books() -> (UseStateHandle<Option<Vec<ListedBook>>>, Callback<()>) {
    let dispatcher = use_dispatcher();
    let books = use_state(|| None::<Vec<ListedBook>>);
    let look = {
        let books = books.setter();
        Callback::from(move |()| {
            let (dispatcher, books) = (dispatcher.clone(), books.clone());
            spawn_local(async move { books.set(Some(dispatcher.books().await)) });
        })
    };
    {
        let look = look.clone();
        use_effect_with((), move |()| look.emit(()));
    }
    (books, look)
}

fn opening(
    dispatcher: &Dispatcher,
    navigator: &Navigator,
    told: UseStateSetter<Told>,
) -> Callback<BookId> {
    let (dispatcher, navigator) = (dispatcher.clone(), navigator.clone());
    Callback::from(move |id: BookId| {
        let (dispatcher, navigator) = (dispatcher.clone(), navigator.clone());
        let told = told.clone();
        told.set(None);
        let from = navigator.here();
        spawn_local(async move {
            match dispatcher.switch_to(&id).await {
                Ok(()) => navigator.go_from(&from, Route::Overview),
                Err(why) => told.set(Some(Err((words::books::not_opened().to_owned(), why)))),
            }
        });
    })
}

fn deleting(
    dispatcher: &Dispatcher,
    told: UseStateSetter<Told>,
    look: Callback<()>,
) -> Callback<ListedBook> {
    let dispatcher = dispatcher.clone();
    Callback::from(move |book: ListedBook| {
        let (dispatcher, told, look) = (dispatcher.clone(), told.clone(), look.clone());
        told.set(None);
        spawn_local(async move {
            let name = name_of(&book);
            told.set(Some(match dispatcher.delete_book(&book.id).await {
                Ok(()) => Ok(words::books::deleted(&name)),
                Err(why) => Err((words::books::not_deleted(&name), why)),
            }));
            look.emit(());
        });
    })
}

fn view_told(told: &Told) -> Html {
    match told {
        None => html! {},
        Some(Ok(said)) => html! { <Notice tone={Tone::Good} title={said.clone()} /> },
        Some(Err((what, why))) => html! {
            <Notice tone={Tone::Problem} title={what.clone()}><Details text={why.clone()} /></Notice>
        },
    }
}

fn view_books(
    books: Option<&[ListedBook]>,
    on_open: &Callback<BookId>,
    on_ask: &Callback<ListedBook>,
) -> Html {
    match books {
        None => html! { <Progress label={words::books::looking()} /> },
        Some([]) => html! { <p>{ words::books::none() }</p> },
        Some(books) => html! {
            <ul class="places books" data-test="books">
                { for books.iter().map(|book| view_book(book, on_open, on_ask)) }
            </ul>
        },
    }
}

fn view_book(book: &ListedBook, on_open: &Callback<BookId>, on_ask: &Callback<ListedBook>) -> Html {
    let name = name_of(book);
    let can_open = !book.is_here && !matches!(book.holds, Holds::Nothing);
    let open = {
        let id = book.id.clone();
        on_open.reform(move |()| id.clone())
    };
    let ask = {
        let book = book.clone();
        on_ask.reform(move |()| book.clone())
    };
    html! {
        <li key={book.id.to_string()} aria-current={book.is_here.then_some("true")}>
            <div>
                <p class="title">{ name.clone() }</p>
                <p class="quiet">{ text::trust::holds(&book.holds) }</p>
                <p class="quiet">{ text::trust::open_in(book) }</p>
            </div>
            <div class="actions">
                if can_open {
                    <Button on_click={open} label={words::books::open_book(&name)}>{ words::books::open() }</Button>
                }
                <Button kind={ButtonKind::Quiet} on_click={ask} label={words::books::delete_book(&name)}>{ words::books::delete() }</Button>
            </div>
        </li>
    }
}

/// The name of its business; the beginning of its id where that is unknown.
fn name_of(book: &ListedBook) -> String {
    match &book.name[..] {
        "" => words::books::book_id(&book.id.0.get(..8).unwrap_or_default()),
        name => name.to_owned(),
    }
}

#[derive(Properties, PartialEq)]
struct DeletingProps {
    book: ListedBook,
    on_delete: Callback<ListedBook>,
    on_keep: Callback<()>,
}

/// Asks before a book is deleted; and once more where no backup has all of it.
#[component]
fn Deleting(props: &DeletingProps) -> Html {
    let book = &props.book;
    let is_sure = use_state(|| false);
    let may_go = book.is_backed_up() || *is_sure;
    let on_delete = {
        let book = book.clone();
        props.on_delete.reform(move |()| book.clone())
    };
    let on_sure = {
        let is_sure = is_sure.clone();
        Callback::from(move |checked: bool| is_sure.set(checked))
    };
    let backed_up = match &book.holds {
        Holds::Entries {
            backup: Some(mark), ..
        } if book.is_backed_up() => words::books::backup_saved(&format::moment(mark.at)),
        Holds::Nothing => words::books::data_gone().to_owned(),
        Holds::Entries { .. } | Holds::Unreadable(_) => words::books::no_backup().to_owned(),
    };
    html! {
        <Dialog title={words::books::delete_question(&name_of(book))} on_close={props.on_keep.clone()}>
            <p>{ text::trust::holds(&book.holds) }</p>
            <p>{ backed_up }</p>
            if !book.is_backed_up() {
                <Check name="delete-all" checked={*is_sure} on_change={on_sure}
                    label={words::books::delete_anyway()} />
            }
            <div class="actions">
                <Button kind={ButtonKind::Primary} on_click={props.on_keep.clone()}>{ words::books::keep() }</Button>
                if may_go {
                    <Button kind={ButtonKind::Danger} on_click={on_delete}>{ words::books::delete_for_good() }</Button>
                }
            </div>
        </Dialog>
    }
}

//! Whose statement a file is: its statements by account, each with the one of
//! the book that it seems to be of.

use statements::file::FileStatement;
use statements::number::same_number;

use super::BankAccount;
use crate::book::Book;
use crate::ids::BankAccountId;
use crate::money::Currency;

/// The statements of a file that are of one account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfAccount {
    /// As the file has it; empty where it names none.
    pub number: String,
    /// `None` where the file names none.
    pub currency: Option<Currency>,
    /// Places of its statements.
    pub statements: Vec<usize>,
    pub seems: Seems,
}

/// Which account of the book a statement seems to be of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seems {
    Known(BankAccountId),
    /// The book does not have it.
    New,
    /// Its user has to say.
    Open,
}

/// The statements of a file by account. `saved` are the accounts that keep how
/// the file was read: one without a number is of the only one of these.
pub fn by_account(
    book: &Book,
    statements: &[FileStatement],
    saved: &[BankAccountId],
) -> Vec<OfAccount> {
    let mut accounts: Vec<OfAccount> = Vec::new();
    for (place, statement) in statements.iter().enumerate() {
        let currency = statement
            .currency
            .or_else(|| statement.lines.iter().find_map(|line| line.currency));
        let is_same = |number: &str| {
            number == statement.account || same_number(number, &statement.account, &statement.bank)
        };
        let known = accounts
            .iter_mut()
            .find(|known| is_same(&known.number) && known.currency == currency);
        match known {
            Some(known) => known.statements.push(place),
            None => accounts.push(OfAccount {
                number: statement.account.clone(),
                currency,
                statements: vec![place],
                seems: seems(book, statement, currency, saved),
            }),
        }
    }
    accounts
}

/// By number and currency; the number itself before the IBAN that it stands
/// in.
fn seems(
    book: &Book,
    statement: &FileStatement,
    currency: Option<Currency>,
    saved: &[BankAccountId],
) -> Seems {
    let number = statement.account.as_str();
    let plain = |number: &str| -> String {
        let letters = number.chars().filter(|letter| !letter.is_whitespace());
        letters.flat_map(char::to_uppercase).collect()
    };
    let fits = |account: &BankAccount| currency.is_none_or(|known| known == account.currency);
    let accounts = || book.bank_accounts().iter().filter(|account| fits(account));
    let found: Vec<BankAccountId> = if number.is_empty() {
        let of = accounts().filter(|account| saved.contains(&account.id));
        of.map(|account| account.id).collect()
    } else {
        let wanted = plain(number);
        let exact = accounts().find(|account| plain(&account.number) == wanted);
        let of = accounts().filter(|account| same_number(&account.number, number, &statement.bank));
        match exact {
            Some(account) => vec![account.id],
            None => of.map(|account| account.id).collect(),
        }
    };
    match found.as_slice() {
        [only] => Seems::Known(*only),
        [] if !number.is_empty() || book.bank_accounts().is_empty() => Seems::New,
        _ => Seems::Open,
    }
}

#[cfg(test)]
mod tests {
    use statements::file::{Format, Place};

    use super::*;
    use crate::command::Command;
    use crate::desk::Desk;
    use crate::ids::Version;

    const IBAN: &str = "DE89370400440532013000";

    fn keep(desk: &mut Desk, number: &str, currency: &str) -> BankAccountId {
        let account = BankAccount {
            name: "Account".to_owned(),
            number: number.to_owned(),
            currency: currency.parse().expect("a currency"),
            ..BankAccount::default()
        };
        desk.done(Command::SaveBankAccount {
            id: None,
            account,
            opened: Version::NONE,
        });
        desk.book.bank_accounts().iter().last().expect("one").id
    }

    fn statement(account: &str, currency: &str) -> FileStatement {
        FileStatement {
            format: Format::Csv,
            file: String::new(),
            place: Place::default(),
            account: account.to_owned(),
            bank: String::new(),
            currency: currency.parse().ok(),
            number: String::new(),
            opening: None,
            closing: None,
            lines: Vec::new(),
            warnings: Vec::new(),
        }
    }

    #[test]
    fn a_statement_is_of_the_account_that_bears_its_number() {
        let mut desk = Desk::at("2026-11-30");
        let none = |statement| by_account(&Desk::at("2026-11-30").book, &[statement], &[])[0].seems;
        assert_eq!(
            none(statement("", "EUR")),
            Seems::New,
            "the first of a book"
        );
        let euro = keep(&mut desk, "DE89 3704 0044 0532 0130 00", "EUR");
        let dollar = keep(&mut desk, IBAN, "USD");
        let table = keep(&mut desk, "", "EUR");
        for (number, currency, saved, seems, why) in [
            (IBAN, "EUR", &[][..], Seems::Known(euro), "its IBAN"),
            (
                "de89370400440532013000",
                "EUR",
                &[],
                Seems::Known(euro),
                "in small letters",
            ),
            (IBAN, "USD", &[], Seems::Known(dollar), "by its currency"),
            (
                IBAN,
                "",
                &[],
                Seems::Known(euro),
                "of no currency: the first that bears it",
            ),
            (IBAN, "CHF", &[], Seems::New, "of another currency"),
            (
                "0532013000",
                "EUR",
                &[],
                Seems::Known(euro),
                "the number in its IBAN",
            ),
            ("0532013000", "", &[], Seems::Open, "of both"),
            ("0999999999", "EUR", &[], Seems::New, "a number nobody has"),
            (
                "",
                "EUR",
                &[table],
                Seems::Known(table),
                "read as that one says",
            ),
            ("", "EUR", &[], Seems::Open, "nothing says whose"),
            ("", "EUR", &[table, euro], Seems::Open, "two are read so"),
            (
                "",
                "USD",
                &[table],
                Seems::Open,
                "read so, and of another currency",
            ),
        ] {
            let found = by_account(&desk.book, &[statement(number, currency)], saved);
            assert_eq!(found[0].seems, seems, "{number} {currency}: {why}");
        }
    }

    #[test]
    fn statements_of_one_account_are_together_and_currencies_apart() {
        let desk = Desk::at("2026-11-30");
        let file = [
            statement(IBAN, "EUR"),
            statement("0532013000", "EUR"),
            statement(IBAN, "USD"),
            statement("0999999999", "EUR"),
            statement(IBAN, "EUR"),
        ];
        let found = by_account(&desk.book, &file, &[]);
        let places: Vec<&[usize]> = found.iter().map(|one| &one.statements[..]).collect();
        assert_eq!(places, [&[0, 1, 4][..], &[2], &[3]]);
    }
}

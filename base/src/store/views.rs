//! The text of a statement, put together of pieces that the program holds already. A page asks some hundred statements of a
//! thousand letters each, and the same pieces give the same text: it is written once and found again by its pieces.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::driver::{Value, for_sqlite};

/// One piece of a statement. No text of a statement is made of what somebody typed: only of words of the program.
#[derive(Clone, Copy, Debug)]
enum Piece {
    /// Words as they stand.
    Said(&'static str),
    /// Words in which `$1` stands for the first value, whatever the database writes.
    Own(&'static str),
    /// The place of the value of this number, from 1.
    Place(usize),
}

impl PartialEq for Piece {
    /// The very same words, by where they lie: that is quick, and words that lie elsewhere are at worst written twice.
    fn eq(&self, other: &Piece) -> bool {
        match (self, other) {
            (Piece::Said(one), Piece::Said(two)) | (Piece::Own(one), Piece::Own(two)) => std::ptr::eq(*one, *two),
            (Piece::Place(one), Piece::Place(two)) => one == two,
            _ => false,
        }
    }
}

/// A statement that is being written: its pieces so far, and what is bound to it, the statement's own values first.
#[derive(Debug)]
pub struct Views {
    pieces: Vec<Piece>,
    values: Vec<Value>,
    /// How many values are the statement's own.
    own: usize,
    /// A digest of the pieces.
    print: u64,
}

impl Views {
    /// Begins with what the statement itself binds.
    pub(super) fn new(own: Vec<Value>) -> Views {
        Views { pieces: Vec::with_capacity(32), own: own.len(), values: own, print: 0 }
    }

    /// A statement that needs no views.
    pub(super) fn alone(text: &'static str, own: Vec<Value>) -> Views {
        let mut views = Views::new(own);
        views.push(Piece::Own(text));
        views
    }

    fn push(&mut self, piece: Piece) {
        let mark = match piece {
            Piece::Said(words) => words.as_ptr().addr() ^ words.len(),
            Piece::Own(words) => words.as_ptr().addr(),
            Piece::Place(nth) => nth,
        };
        self.print = (self.print.rotate_left(5) ^ mark as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.pieces.push(piece);
    }

    pub(super) fn is_begun(&self) -> bool {
        !self.pieces.is_empty()
    }

    pub(super) fn say(&mut self, words: &[&'static str]) {
        for word in words {
            self.push(Piece::Said(word));
        }
    }

    /// Binds a value and writes its place.
    pub(super) fn bind(&mut self, value: Value) {
        self.values.push(value);
        self.place(self.values.len());
    }

    /// The place of a text that a view binds, the same for all views of the statement.
    pub(super) fn bind_text(&mut self, text: &str) {
        let bound = self.values[self.own..].iter().position(|value| matches!(value, Value::Text(known) if known == text));
        match bound {
            Some(nth) => self.place(self.own + nth + 1),
            None => self.bind(Value::Text(text.to_owned())),
        }
    }

    /// The place of a value that is bound already, from 1.
    fn place(&mut self, nth: usize) {
        self.push(Piece::Place(nth));
    }

    /// The statement's own text behind the views.
    pub(super) fn end(&mut self, own: &'static str) {
        match own.strip_prefix("with ") {
            Some(rest) => {
                self.say(&[", "]);
                self.push(Piece::Own(rest));
            }
            None => {
                self.say(&[" "]);
                self.push(Piece::Own(own));
            }
        }
    }

    fn written(&self, mark: char) -> String {
        use std::fmt::Write as _;
        let mut text = String::with_capacity(1500);
        for piece in &self.pieces {
            match piece {
                Piece::Own(words) if mark == '?' => for_sqlite(words, &mut text),
                Piece::Said(words) | Piece::Own(words) => text.push_str(words),
                Piece::Place(nth) => {
                    let _ = write!(text, "{mark}{nth}");
                }
            }
        }
        text
    }
}

/// The texts that one connection was asked already. As many as the program has statements, seats and grants for them.
#[derive(Default)]
pub(super) struct Texts(RefCell<Known>);

/// A text and the pieces it was written of.
type Written = (Box<[Piece]>, Arc<str>);

#[derive(Default)]
struct Known {
    /// By the digest of their pieces.
    of_pieces: HashMap<u64, Vec<Written>>,
    /// The compiler may lay the same words down twice: other pieces, but one text.
    texts: HashSet<Arc<str>>,
}

impl Texts {
    /// The text of a statement for a database that writes `$1` or `?1`, and what is bound to it.
    pub(super) fn of(&self, views: Views, mark: char) -> (Arc<str>, Vec<Value>) {
        let found = |known: &Known| {
            let alike = known.of_pieces.get(&views.print)?;
            alike.iter().find(|(pieces, _)| **pieces == *views.pieces).map(|(_, text)| Arc::clone(text))
        };
        if let Some(text) = found(&self.0.borrow()) {
            debug_assert_eq!(*text, *views.written(mark), "the text of other pieces was found");
            return (text, views.values);
        }
        let text: Arc<str> = views.written(mark).into();
        let mut known = self.0.borrow_mut();
        let text = known.texts.get(&text).cloned().unwrap_or(text);
        known.texts.insert(Arc::clone(&text));
        known.of_pieces.entry(views.print).or_default().push((views.pieces.into(), Arc::clone(&text)));
        (text, views.values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(of: &str, own: &[&str]) -> Views {
        let mut views = Views::new(own.iter().map(|text| Value::Text((*text).into())).collect());
        views.say(&["with x as (select a from t where a = "]);
        views.bind_text(of);
        views.say(&[" and b = "]);
        views.bind_text("b");
        views.say(&[")"]);
        views.end("select a from x where a <> '$9' and a = $1");
        views
    }

    #[test]
    fn a_text_is_written_once_for_the_same_pieces_whatever_is_bound() {
        let texts = Texts::default();
        let (first, values) = texts.of(reader("a", &["own"]), '?');
        assert_eq!(*first, *"with x as (select a from t where a = ?2 and b = ?3) select a from x where a <> '$9' and a = ?1");
        assert_eq!(values, ["own", "a", "b"].map(|text| Value::Text(text.into())));
        let (second, values) = texts.of(reader("c", &["own"]), '?');
        assert!(Arc::ptr_eq(&first, &second));
        assert_eq!(values[1], Value::Text("c".into()));
    }

    #[test]
    fn a_value_of_the_views_is_bound_once_and_never_taken_from_the_statement() {
        let texts = Texts::default();
        let (text, values) = texts.of(reader("b", &["b"]), '$');
        assert_eq!(*text, *"with x as (select a from t where a = $2 and b = $2) select a from x where a <> '$9' and a = $1");
        assert_eq!(values, ["b", "b"].map(|text| Value::Text(text.into())));
    }

    #[test]
    fn the_same_words_laid_down_twice_are_one_text() {
        let texts = Texts::default();
        let laid: [&'static str; 2] = [String::from("select 1").leak(), String::from("select 1").leak()];
        let [one, two] = laid.map(|words| texts.of(Views::alone(words, Vec::new()), '?').0);
        assert!(Arc::ptr_eq(&one, &two), "a page would ask it twice");
    }

    #[test]
    fn other_words_of_the_same_digest_get_their_own_text() {
        let texts = Texts::default();
        let (mut one, mut two) = (Views::alone("select 1", Vec::new()), Views::alone("select 2", Vec::new()));
        (one.print, two.print) = (7, 7);
        assert_eq!((&*texts.of(one, '?').0, &*texts.of(two, '?').0), ("select 1", "select 2"));
    }
}

//! What a statement gave, and reading a row of it into a struct, column by column in the order of the `select`.

use super::driver::Value;
use super::{Cause, StoreError};
use crate::clock::{Day, Instant};

/// What a statement gave. All cells lie in one piece of memory: a page reads a thousand of them, and asking for a piece of memory
/// for each took longer than reading them.
#[derive(Debug, Default)]
pub struct Rows {
    width: usize,
    slots: Vec<Slot>,
    text: String,
    bytes: Vec<u8>,
}

/// Where a cell lies: from and to.
#[derive(Clone, Copy, Debug)]
enum Slot {
    Text(usize, usize),
    Int(i64),
    Bytes(usize, usize),
    Nothing,
}

/// One cell, still where the statement left it.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'r> {
    /// A text.
    Text(&'r str),
    /// A number.
    Int(i64),
    /// Bytes.
    Bytes(&'r [u8]),
    /// Null.
    Nothing,
}

impl From<Cell<'_>> for Value {
    fn from(cell: Cell<'_>) -> Value {
        match cell {
            Cell::Text(text) => Value::Text(text.to_owned()),
            Cell::Int(int) => Value::Int(int),
            Cell::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
            Cell::Nothing => Value::NoText,
        }
    }
}

impl Rows {
    /// No rows yet, of so many columns.
    pub(super) fn new(width: usize) -> Rows {
        Rows { width, ..Rows::default() }
    }

    /// The next cell, column after column, row after row.
    pub(super) fn push(&mut self, cell: Cell<'_>) {
        self.slots.push(match cell {
            Cell::Text(text) => {
                let from = self.text.len();
                self.text.push_str(text);
                Slot::Text(from, self.text.len())
            }
            Cell::Int(int) => Slot::Int(int),
            Cell::Bytes(bytes) => {
                let from = self.bytes.len();
                self.bytes.extend_from_slice(bytes);
                Slot::Bytes(from, self.bytes.len())
            }
            Cell::Nothing => Slot::Nothing,
        });
    }

    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        self.slots.len() / self.width.max(1)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Row by row.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Cells<'_>> {
        self.slots.chunks_exact(self.width.max(1)).map(|slots| Cells { rows: self, slots: slots.iter() })
    }

    /// The first cell of the first row.
    pub(crate) fn first(&self) -> Option<Cell<'_>> {
        self.iter().next().and_then(|mut cells| cells.next())
    }
}

/// The cells of one row, in their order.
#[derive(Debug)]
pub struct Cells<'r> {
    rows: &'r Rows,
    slots: std::slice::Iter<'r, Slot>,
}

impl<'r> Iterator for Cells<'r> {
    type Item = Cell<'r>;

    fn next(&mut self) -> Option<Cell<'r>> {
        Some(match *self.slots.next()? {
            Slot::Text(from, to) => Cell::Text(&self.rows.text[from..to]),
            Slot::Int(int) => Cell::Int(int),
            Slot::Bytes(from, to) => Cell::Bytes(&self.rows.bytes[from..to]),
            Slot::Nothing => Cell::Nothing,
        })
    }
}

/// A value that can stand in one column.
pub trait FromCell: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// `Broken` when the column holds something else: a fault of the statement, not of the user.
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError>;
}

fn wrong<T>(wanted: &str, got: Cell<'_>) -> Result<T, StoreError> {
    let kind = match got {
        Cell::Text(_) => "text",
        Cell::Int(_) => "a number",
        Cell::Bytes(_) => "bytes",
        Cell::Nothing => "nothing",
    };
    Err(StoreError::Broken(Cause(format!("a column holds {kind} where {wanted} was expected"))))
}

impl FromCell for String {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            other => wrong("text", other),
        }
    }
}
impl FromCell for i64 {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        match cell {
            Cell::Int(int) => Ok(int),
            other => wrong("a number", other),
        }
    }
}
impl FromCell for bool {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        i64::from_cell(cell).map(|int| int != 0)
    }
}
impl FromCell for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        match cell {
            Cell::Bytes(bytes) => Ok(bytes.to_vec()),
            other => wrong("bytes", other),
        }
    }
}
impl FromCell for Day {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        match cell {
            Cell::Text(text) => Day::parse(text).map_or_else(|| wrong("a day", cell), Ok),
            other => wrong("a day", other),
        }
    }
}
impl FromCell for Instant {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        i64::from_cell(cell).map(Instant)
    }
}
impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, StoreError> {
        match cell {
            Cell::Nothing => Ok(None),
            cell => T::from_cell(cell).map(Some),
        }
    }
}

/// A row read whole; made with [`row!`](crate::row).
pub trait FromRow: Sized {
    /// Reads the columns in their order.
    ///
    /// # Errors
    /// `Broken` when the statement gives other columns.
    fn from_row(cells: &mut Cells<'_>) -> Result<Self, StoreError>;
}

/// Takes the next column.
#[doc(hidden)]
pub fn next<T: FromCell>(cells: &mut Cells<'_>) -> Result<T, StoreError> {
    cells.next().map_or_else(|| Err(StoreError::Broken(Cause("a statement gives too few columns".into()))), T::from_cell)
}

/// A struct that is read from a row: its fields stand in the order of the `select`.
#[macro_export]
macro_rules! row {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident : $ty:ty),* $(,)? })*) => {
        $($(#[$meta])* #[derive(Clone, Debug)] $vis struct $name { $($(#[$fmeta])* $fvis $field: $ty),* }
        impl $crate::store::FromRow for $name {
            fn from_row(cells: &mut $crate::store::row::Cells<'_>) -> Result<Self, $crate::store::StoreError> {
                Ok($name { $($field: $crate::store::row::next(cells)?),* })
            }
        })*
    };
}

macro_rules! tuples {
    ($($t:ident),*) => {
        impl<$($t: FromCell),*> FromRow for ($($t,)*) {
            fn from_row(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
                Ok(($(next::<$t>(cells)?,)*))
            }
        }
    };
}
tuples!(A);
tuples!(A, B);
tuples!(A, B, C);
tuples!(A, B, C, D);

/// A value that can be bound to a statement.
pub trait IntoValue {
    /// As it stands in the database.
    fn into_value(self) -> Value;
}
impl IntoValue for &str {
    fn into_value(self) -> Value {
        Value::Text(self.into())
    }
}
impl IntoValue for &String {
    fn into_value(self) -> Value {
        Value::Text(self.clone())
    }
}
impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}
impl IntoValue for i64 {
    fn into_value(self) -> Value {
        Value::Int(self)
    }
}
impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Int(self.into())
    }
}
impl IntoValue for Day {
    fn into_value(self) -> Value {
        Value::Text(self.to_string())
    }
}
impl IntoValue for Instant {
    fn into_value(self) -> Value {
        Value::Int(self.0)
    }
}
impl IntoValue for Option<Day> {
    fn into_value(self) -> Value {
        self.map_or(Value::NoText, IntoValue::into_value)
    }
}
impl IntoValue for Option<&str> {
    fn into_value(self) -> Value {
        self.map_or(Value::NoText, IntoValue::into_value)
    }
}
impl IntoValue for Option<String> {
    fn into_value(self) -> Value {
        self.map_or(Value::NoText, IntoValue::into_value)
    }
}
impl IntoValue for Option<i64> {
    fn into_value(self) -> Value {
        self.map_or(Value::NoInt, Value::Int)
    }
}
impl IntoValue for Option<Instant> {
    fn into_value(self) -> Value {
        self.map_or(Value::NoInt, |at| Value::Int(at.0))
    }
}
impl IntoValue for Vec<u8> {
    fn into_value(self) -> Value {
        Value::Bytes(self)
    }
}

/// The arguments of a statement, in order: `args![placement, day]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::IntoValue::into_value($value)),*] };
}

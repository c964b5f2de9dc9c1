//! Reading a row into a struct, column by column in the order of the `select`.

use super::driver::Value;
use super::{Cause, StoreError};
use crate::clock::{Day, Instant};

/// A value that can stand in one column.
pub trait FromCell: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// `Broken` when the column holds something else: a fault of the statement, not of the user.
    fn from_cell(value: Value) -> Result<Self, StoreError>;
}

fn wrong<T>(wanted: &str, got: &Value) -> Result<T, StoreError> {
    let kind = match got {
        Value::Text(_) => "text",
        Value::Int(_) => "a number",
        Value::Bytes(_) => "bytes",
        Value::NoText | Value::NoInt | Value::NoBytes => "nothing",
    };
    Err(StoreError::Broken(Cause(format!("a column holds {kind} where {wanted} was expected"))))
}

impl FromCell for String {
    fn from_cell(value: Value) -> Result<Self, StoreError> {
        match value {
            Value::Text(text) => Ok(text),
            other => wrong("text", &other),
        }
    }
}
impl FromCell for i64 {
    fn from_cell(value: Value) -> Result<Self, StoreError> {
        match value {
            Value::Int(int) => Ok(int),
            other => wrong("a number", &other),
        }
    }
}
impl FromCell for bool {
    fn from_cell(value: Value) -> Result<Self, StoreError> {
        i64::from_cell(value).map(|int| int != 0)
    }
}
impl FromCell for Vec<u8> {
    fn from_cell(value: Value) -> Result<Self, StoreError> {
        match value {
            Value::Bytes(bytes) => Ok(bytes),
            other => wrong("bytes", &other),
        }
    }
}
impl FromCell for Day {
    fn from_cell(value: Value) -> Result<Self, StoreError> {
        match &value {
            Value::Text(text) => Day::parse(text).map_or_else(|| wrong("a day", &value), Ok),
            other => wrong("a day", other),
        }
    }
}
impl FromCell for Instant {
    fn from_cell(value: Value) -> Result<Self, StoreError> {
        i64::from_cell(value).map(Instant)
    }
}
impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(value: Value) -> Result<Self, StoreError> {
        match value {
            Value::NoText | Value::NoInt | Value::NoBytes => Ok(None),
            value => T::from_cell(value).map(Some),
        }
    }
}

/// A row read whole; made with [`row!`](crate::row).
pub trait FromRow: Sized {
    /// Reads the columns in their order.
    ///
    /// # Errors
    /// `Broken` when the statement gives other columns.
    fn from_row(cells: Vec<Value>) -> Result<Self, StoreError>;
}

/// Takes the next column.
#[doc(hidden)]
pub fn next<T: FromCell>(cells: &mut std::vec::IntoIter<Value>) -> Result<T, StoreError> {
    cells.next().map_or_else(|| Err(StoreError::Broken(Cause("a statement gives too few columns".into()))), T::from_cell)
}

/// A struct that is read from a row: its fields stand in the order of the `select`.
#[macro_export]
macro_rules! row {
    ($($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident : $ty:ty),* $(,)? })*) => {
        $($(#[$meta])* #[derive(Clone, Debug)] $vis struct $name { $($(#[$fmeta])* $fvis $field: $ty),* }
        impl $crate::store::FromRow for $name {
            fn from_row(cells: Vec<$crate::store::Value>) -> Result<Self, $crate::store::StoreError> {
                let mut cells = cells.into_iter();
                Ok($name { $($field: $crate::store::row::next(&mut cells)?),* })
            }
        })*
    };
}

macro_rules! tuples {
    ($($t:ident),*) => {
        impl<$($t: FromCell),*> FromRow for ($($t,)*) {
            fn from_row(cells: Vec<Value>) -> Result<Self, StoreError> {
                let mut cells = cells.into_iter();
                Ok(($(next::<$t>(&mut cells)?,)*))
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

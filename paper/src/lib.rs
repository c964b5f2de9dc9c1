//! Data in, bytes out: spreadsheets and their reading. Knows no word of the field.
pub mod sheet;

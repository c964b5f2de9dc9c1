//! Data in, bytes out: spreadsheets and their reading, calendar entries. Knows no word of the field.
pub mod calendar;
pub mod sheet;

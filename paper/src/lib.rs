//! Data in, bytes out: spreadsheets and their reading, calendar entries, charts. Knows no word of the field.
pub mod calendar;
pub mod chart;
pub mod sheet;

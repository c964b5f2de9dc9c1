//! Data in, bytes out: spreadsheets and their reading, calendar entries, charts, what stands on paper. Knows no word of the field.
pub mod calendar;
pub mod chart;
pub mod document;
pub mod sheet;

//! One test binary: stories, routes × seats, every page in both languages, both databases.
//!
//! `BANSO_TEST_DATABASE` names a PostgreSQL server; without it every test runs on SQLite.

mod account;
mod check_in;
mod contacts;
mod goal_sheet;
mod import;
mod mailer;
mod matrix;
mod spine;
mod world;

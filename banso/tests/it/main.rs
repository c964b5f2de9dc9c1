//! One test binary: stories, routes × seats, every page in both languages, both databases.
//!
//! `BANSO_TEST_DATABASE` names a PostgreSQL server; without it every test runs on SQLite.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod account;
mod appointment;
mod board;
mod booklet;
mod change;
mod channel;
mod check_in;
mod closing;
mod consent;
mod console;
mod contacts;
mod demo;
mod depth;
mod dialogue;
mod followup;
mod gap;
mod goal_sheet;
mod goal_sheet_sheet;
mod guards;
mod half_year;
mod import;
mod keeping;
mod kill;
mod letter;
mod machine;
mod mailer;
mod matrix;
mod naming;
mod next_proposal;
mod office;
mod preparation;
mod print;
mod print_booklet;
mod proof;
mod relay;
mod report;
mod report_hold;
mod report_wording;
mod review;
mod signal;
mod smtp;
mod spine;
mod support;
mod survey;
mod today;
mod unsaved;
mod vault;
mod walk;
mod world;

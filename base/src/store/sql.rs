//! `sql!(CheckIn, Placement => "select …")`: a statement whose table names rustc has checked.
//!
//! The scanner is a fence, not a parser. It refuses every table name that is not the scoped name of a listed record or a
//! name the statement itself defines with `with x as (…)`, every second statement, every `*`, every quoted identifier
//! and every word that changes data.

use std::marker::PhantomData;

/// A checked statement over the records `N`; made only by [`sql!`](crate::sql).
pub struct Sql<N> {
    pub(crate) text: &'static str,
    records: PhantomData<fn() -> N>,
}

impl<N> Clone for Sql<N> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<N> Copy for Sql<N> {}
impl<N> std::fmt::Debug for Sql<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text)
    }
}

impl<N> Sql<N> {
    #[doc(hidden)]
    pub const fn checked(text: &'static str, allowed: &[&str]) -> Sql<N> {
        check(text, allowed);
        let (_, text) = text.split_at(skip_space(text.as_bytes(), 0));
        Sql { text, records: PhantomData }
    }
}

/// A statement over the named records; see [`crate::store::sql`].
///
/// A record that is not listed cannot be named:
/// ```compile_fail
/// use base::register::*;
/// let _ = base::sql!(Placement => "select body from check_in_notes");
/// ```
/// Nor can a physical table, whatever the way round:
/// ```compile_fail
/// use base::register::*;
/// let _ = base::sql!(Placement => "select id from placement");
/// ```
/// ```compile_fail
/// use base::register::*;
/// let _ = base::sql!(Placement => "select p.id from placements p, check_in_note n");
/// ```
/// ```compile_fail
/// use base::register::*;
/// let _ = base::sql!(Placement => "select id from placements where id in (select placement_id from check_in_note)");
/// ```
/// ```compile_fail
/// use base::register::*;
/// let _ = base::sql!(Placement => "select id from main.placement");
/// ```
/// One statement, and one that reads:
/// ```compile_fail
/// use base::register::*;
/// let _ = base::sql!(Placement => "select id from placements; select 1");
/// ```
/// ```compile_fail
/// use base::register::*;
/// let _ = base::sql!(Placement => "with x as (delete from placements returning id) select id from x");
/// ```
/// And what it means to allow:
/// ```
/// use base::register::*;
/// let _ = base::sql!(Placement, Company => "with named as (select id, name from companies) \
///     select p.id, n.name from placements p join named n on n.id = p.company_id order by p.id");
/// ```
#[macro_export]
macro_rules! sql {
    ($record:ident => $text:literal) => {
        const { $crate::store::sql::Sql::<$record>::checked($text, &[<$record as $crate::register::Record>::SCOPED]) }
    };
    ($($record:ident),+ => $text:literal) => {
        const { $crate::store::sql::Sql::<($($record,)+)>::checked($text, &[$(<$record as $crate::register::Record>::SCOPED),+]) }
    };
}

/// The bytes of a word, as a table: rustc walks every statement of the product byte by byte at each build.
const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
        byte += 1;
    }
    table
};

const fn is_word(byte: u8) -> bool {
    WORD[byte as usize]
}

const fn same(text: &[u8], from: usize, to: usize, word: &[u8]) -> bool {
    if to - from != word.len() {
        return false;
    }
    let mut i = 0;
    while i < word.len() {
        if text[from + i].to_ascii_lowercase() != word[i] {
            return false;
        }
        i += 1;
    }
    true
}

const fn skip_space(text: &[u8], mut at: usize) -> usize {
    while at < text.len() && (text[at] == b' ' || text[at] == b'\n' || text[at] == b'\t' || text[at] == b'\r') {
        at += 1;
    }
    at
}

const fn word_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len() && is_word(text[at]) {
        at += 1;
    }
    at
}

/// Whether the statement itself defines this name: `name as (` or `name(columns) as (`.
const fn defines(text: &[u8], from: usize, to: usize) -> bool {
    let mut at = 0;
    while at < text.len() {
        if is_word(text[at]) && (at == 0 || !is_word(text[at - 1])) {
            let end = word_end(text, at);
            let mut equal = end - at == to - from;
            let mut i = 0;
            while equal && i < end - at {
                equal = text[at + i] == text[from + i];
                i += 1;
            }
            if equal && at != from {
                let next = skip_space(text, end);
                let after = word_end(text, next);
                if same(text, next, after, b"as") && skip_space(text, after) < text.len() && text[skip_space(text, after)] == b'(' {
                    return true;
                }
            }
            at = end;
        } else {
            at += 1;
        }
    }
    false
}

const FORBIDDEN: [&[u8]; 18] = [
    b"insert",
    b"update",
    b"delete",
    b"replace",
    b"drop",
    b"alter",
    b"create",
    b"attach",
    b"detach",
    b"pragma",
    b"vacuum",
    b"copy",
    b"set",
    b"begin",
    b"commit",
    b"rollback",
    b"savepoint",
    b"grant",
];
const ENDS_FROM: [&[u8]; 8] = [b"where", b"group", b"order", b"having", b"limit", b"offset", b"union", b"select"];

/// Refuses at compile time what the fence is for.
const fn check(sql: &str, allowed: &[&str]) {
    let text = sql.as_bytes();
    let mut at = 0;
    // For each depth of brackets: whether we stand in a from-list, where a comma would bring in another table.
    let mut in_from = [false; 32];
    let mut depth = 0;
    let mut expect_table = false;
    while at < text.len() {
        let byte = text[at];
        if byte == b'\'' {
            at += 1;
            while at < text.len() && text[at] != b'\'' {
                at += 1;
            }
            at += 1;
            continue;
        }
        assert!(byte != b';', "one statement at a time");
        assert!(byte != b'"' && byte != b'`' && byte != b'[', "no quoted identifiers");
        assert!(!(byte == b'-' && at + 1 < text.len() && text[at + 1] == b'-'), "no comments in a statement");
        if byte == b'*' {
            // `count(*)` only.
            assert!(
                at > 0 && text[at - 1] == b'('
                    || at > 0 && text[at - 1] == b' ' && at > 1 && (text[at - 2].is_ascii_digit() || text[at - 2] == b')'),
                "name the columns"
            );
        }
        if byte == b'(' {
            depth += 1;
            assert!(depth < 32, "brackets too deep");
            in_from[depth] = false;
            expect_table = false;
            at += 1;
            continue;
        }
        if byte == b')' {
            assert!(depth > 0, "unbalanced brackets");
            depth -= 1;
            at += 1;
            continue;
        }
        if byte == b'$' {
            expect_table = false;
            at = word_end(text, at + 1);
            continue;
        }
        assert!(!(byte == b',' && in_from[depth]), "join tables with join, not with a comma");
        if is_word(byte) {
            let end = word_end(text, at);
            let mut i = 0;
            while i < FORBIDDEN.len() {
                assert!(!same(text, at, end, FORBIDDEN[i]), "a statement reads; it changes nothing");
                i += 1;
            }
            if expect_table {
                let mut known = false;
                let mut j = 0;
                while j < allowed.len() && !known {
                    known = same(text, at, end, allowed[j].as_bytes());
                    j += 1;
                }
                assert!(known || defines(text, at, end), "this table is not among the records of the statement");
                assert!(end >= text.len() || text[end] != b'.', "no schema names");
                expect_table = false;
            } else if same(text, at, end, b"from") || same(text, at, end, b"join") {
                expect_table = true;
                in_from[depth] = true;
            } else {
                let mut k = 0;
                while k < ENDS_FROM.len() {
                    if same(text, at, end, ENDS_FROM[k]) {
                        in_from[depth] = false;
                    }
                    k += 1;
                }
            }
            at = end;
            continue;
        }
        at += 1;
    }
    assert!(depth == 0, "unbalanced brackets");
}

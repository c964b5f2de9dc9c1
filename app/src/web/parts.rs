//! The parts of forms that pages share: fields, choices, what is to be mended, who reads. A page says `{{ crate::ui::input(…) }}`.
//!
//! Functions and not macros of the template language: a macro is written out, read and compiled anew for each of its 700 calls.

use askama::Template;
use askama::filters::HtmlSafe;

use super::text::T;
use super::{Clash, Errors, Form, Frame};

/// What is offered: the value sent, and the words.
type Offered = [(String, String)];

/// One part: what it is drawn from, and its block in `parts.html`.
macro_rules! parts {
    ($($(#[$doc:meta])* $part:ident as $name:ident = $block:literal ($($field:ident: $type:ty),+);)+) => {$(
        #[doc = concat!("`", $block, "`, drawn.")]
        #[derive(Template)]
        #[template(path = "web/parts.html", block = $block)]
        pub struct $name<'a> {
            $($field: &'a $type,)+
        }

        impl HtmlSafe for $name<'_> {}

        draw! { $(#[$doc])* $part -> $name ($($field: $type),+) }
    )+};
}

/// The function of a part. One text is borrowed without a word, several have to be told that they live as long as each other.
macro_rules! draw {
    ($(#[$doc:meta])* $part:ident -> $name:ident ($field:ident: $type:ty)) => {
        $(#[$doc])*
        pub fn $part($field: &$type) -> $name<'_> {
            $name { $field }
        }
    };
    ($(#[$doc:meta])* $part:ident -> $name:ident ($($field:ident: $type:ty),+)) => {
        $(#[$doc])*
        pub fn $part<'a>($($field: &'a $type),+) -> $name<'a> {
            $name { $($field),+ }
        }
    };
}

parts! {
    /// Token and key of the page's first form.
    hidden as Hidden = "hidden" (f: Frame);
    /// Token and key of a further form.
    keyed as Keyed = "keyed" (f: Frame, key: str);
    /// The version the form was drawn from, and its texts then.
    version as Version = "version" (form: Form);
    /// What two changed otherwise, with a choice for each field.
    clashes as Clashes = "clashes" (t: T, list: [Clash]);
    /// What somebody wrote, text by text, to be read once more.
    written as Written = "written" (texts: [String]);
    /// The label of a field, its help, and what is to be mended in it.
    label as Label = "label" (name: str, text: str, help: str, errors: Errors);
    /// The attributes that tie a field to its help or its error.
    described as Described = "described" (name: str, help: str, errors: Errors);
    /// A line of text.
    input as Input = "input" (name: str, text: str, help: str, form: Form, errors: Errors);
    /// A day, typed in any way people write one.
    date as Date = "date" (name: str, text: str, help: str, form: Form, errors: Errors);
    /// Several lines of text.
    area as Area = "area" (name: str, text: str, help: str, form: Form, errors: Errors);
    /// One of many.
    select as Select = "select" (name: str, text: str, help: str, form: Form, errors: Errors, options: Offered);
    /// One of few, all in sight.
    choices as Choices = "choices" (name: str, text: str, help: str, form: Form, errors: Errors, options: Offered);
    /// A box among others.
    tick as Tick = "tick" (name: str, text: str, form: Form);
    /// How many sentences there are to mend, each leading to its field.
    summary as Summary = "summary" (t: T, errors: Errors);
    /// A sign of who sees something: `all`, `bank`, a side.
    see as See = "see" (side: str, text: str);
    /// A line of text with a keyboard and a memory of its own (`inputmode`, `autocomplete`).
    typed as Typed = "typed" (name: str, text: str, help: str, mode: str, complete: str, form: Form, errors: Errors);
    /// A password.
    secret as Secret = "secret" (name: str, text: str, help: str, complete: str, errors: Errors);
    /// A box by itself.
    check as Check = "check" (name: str, text: str, form: Form);
    /// Who reads what is written below.
    readers as Readers = "readers" (f: Frame, names: [String], note: str);
}

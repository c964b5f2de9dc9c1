//! What a form brought: the texts as typed, and what is to be mended in them.
//!
//! A form is taken only with the token of its session and a key of its own; both are hidden inputs (`crate::ui::hidden`). What is
//! not asked for by name is never read, so a column that is not on the form cannot be written.

use std::sync::{Arc, OnceLock};

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use base::vault;

use super::cx::Cx;
use super::{App, AppError};

/// A form of ordinary fields takes at most this many bytes from somebody unknown.
const MOST: usize = 512 * 1024;
/// And from somebody who is signed in: whoever pastes 5 MB of text into a field is told how much it takes, on the form as typed.
const MOST_TYPED: usize = 16 * 1024 * 1024;
/// An uploaded file, at most (ux.md §5.3).
pub const MOST_FILE: usize = 10 * 1024 * 1024;

/// What somebody wrote in the form of this request: shown once more where the request is refused, as the page it was written on
/// is not kept by any browser.
#[derive(Clone, Debug, Default)]
pub struct Typed(Arc<OnceLock<Vec<String>>>);

impl Typed {
    /// The texts, without what a page put there: names of records, choices, days.
    fn put(&self, form: &Form) {
        let written = |text: &str| text.contains(|c: char| !c.is_ascii() || c == ' ' || c == '\n');
        let texts = form.fields.iter().map(|(_, value)| value.trim()).filter(|value| written(value));
        drop(self.0.set(texts.map(ToOwned::to_owned).collect()));
    }

    /// The texts, in the order of the form.
    pub fn texts(&self) -> &[String] {
        self.0.get().map_or(&[], Vec::as_slice)
    }
}

/// The fields of a form, as typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    /// Key of the deed, bound to the one who acts and the path.
    key: Option<String>,
    file: Option<(String, Vec<u8>)>,
}

impl Form {
    /// The text typed into `name`, line ends as `\n`, without the NUL no database keeps; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// The text without white space around it.
    pub fn trimmed(&self, name: &str) -> &str {
        self.get(name).trim()
    }

    /// Every value of a field that may come several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// All fields, for forms of many rows.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The uploaded file: name and bytes.
    pub fn file(&self) -> Option<&(String, Vec<u8>)> {
        self.file.as_ref()
    }

    /// The key that makes this deed happen once.
    pub fn key(&self) -> Option<String> {
        self.key.clone()
    }

    /// The version of the record the form was drawn from.
    pub fn version(&self) -> i64 {
        self.get("version").parse().unwrap_or(0)
    }

    /// A form with these values: for drawing an edit page from what is stored.
    pub fn filled<'a>(values: impl IntoIterator<Item = (&'a str, String)>) -> Form {
        Form { fields: values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(), key: None, file: None }
    }

    /// Puts a value into a field, in place of what stands there: for drawing a form anew at the present version.
    pub fn set(&mut self, name: &str, value: &str) {
        self.fields.retain(|(key, _)| key != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// Reads `application/x-www-form-urlencoded`.
    pub fn parse(body: &[u8]) -> Form {
        let fields = body
            .split(|b| *b == b'&')
            .filter(|pair| !pair.is_empty())
            .take(2000)
            .map(|pair| {
                let mut halves = pair.splitn(2, |b| *b == b'=');
                let key = decode(halves.next().unwrap_or_default());
                let value = decode(halves.next().unwrap_or_default());
                (key, clean(&value))
            })
            .collect();
        Form { fields, key: None, file: None }
    }

    fn admit(mut self, cx: &Cx) -> Result<Form, AppError> {
        cx.typed.put(&self);
        if !vault::same(self.get("token").as_bytes(), cx.token().as_bytes()) {
            return Err(AppError::OldForm);
        }
        let who = cx.signed.as_ref().map_or("", |signed| signed.actor.id());
        let path = cx.path.split('?').next().unwrap_or_default();
        let key = self.get("key");
        self.key = (!key.is_empty()).then(|| vault::digest(&format!("{who}\n{path}\n{key}")));
        Ok(self)
    }
}

fn clean(value: &str) -> String {
    value.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

fn decode(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let hex = bytes
                    .get(i + 1..i + 3)
                    .and_then(|pair| std::str::from_utf8(pair).ok())
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok());
                match hex {
                    Some(byte) => {
                        out.push(byte);
                        i += 2;
                    }
                    None => out.push(b'%'),
                }
            }
            byte => out.push(*byte),
        }
        i += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

impl FromRequest<App> for Form {
    type Rejection = AppError;

    async fn from_request(request: Request<Body>, app: &App) -> Result<Form, AppError> {
        let (parts, body) = request.into_parts();
        let cx = Cx::of(&parts, app);
        let kind = parts.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let mut form = Form::default();
            let mut multipart = Multipart::from_request(Request::from_parts(parts, body), &()).await.map_err(|_| AppError::BadRequest)?;
            while let Some(field) = multipart.next_field().await.map_err(|_| AppError::TooLarge)? {
                let name = field.name().unwrap_or_default().to_owned();
                if let Some(file_name) = field.file_name().map(ToOwned::to_owned) {
                    let bytes = field.bytes().await.map_err(|_| AppError::TooLarge)?;
                    if bytes.len() > MOST_FILE {
                        return Err(AppError::TooLarge);
                    }
                    if !bytes.is_empty() {
                        form.file = Some((file_name, bytes.to_vec()));
                    }
                } else {
                    let text = field.text().await.map_err(|_| AppError::TooLarge)?;
                    form.fields.push((name, clean(&text)));
                }
            }
            return form.admit(&cx);
        }
        let most = if cx.signed.is_some() { MOST_TYPED } else { MOST };
        let body = to_bytes(body, most).await.map_err(|_| AppError::TooLarge)?;
        Form::parse(&body).admit(&cx)
    }
}

/// What is to be mended, by field, in sentences, in the order in which the fields were read.
#[derive(Clone, Debug, Default)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// None yet.
    pub fn none() -> Errors {
        Errors::default()
    }
    /// One sentence for one field.
    pub fn one(field: &str, sentence: impl Into<String>) -> Errors {
        let mut errors = Errors::none();
        errors.add(field, sentence);
        errors
    }
    /// Says what to do about a field; the first sentence stays.
    pub fn add(&mut self, field: &str, sentence: impl Into<String>) {
        if !self.has(field) {
            self.0.push((field.to_owned(), sentence.into()));
        }
    }
    /// The sentence for a field; empty when it is fine.
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map_or("", |(_, sentence)| sentence)
    }
    /// Whether a field is to be mended.
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|(name, _)| name == field)
    }
    /// Field and sentence.
    pub fn list(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter().map(|(field, sentence)| (field, sentence))
    }
    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether everything is fine.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// `Ok` when everything is fine.
    ///
    /// # Errors
    /// Itself, when something is to be mended.
    pub fn check(self) -> Result<(), Errors> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

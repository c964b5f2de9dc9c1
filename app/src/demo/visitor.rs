//! Someone who uses the product through its own pages: the demo is filled by people pressing buttons, so that nothing in it
//! could not have come about.

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::{Body, to_bytes};
use base::actor::{Duty, Holder, StaffSeat};
use http::{Request, StatusCode, header};
use tower::ServiceExt;

use crate::router::{Area, router};
use crate::web::App;

/// The doors of the product, from the inside.
pub(super) struct House {
    app: App,
    routes: Router,
    institution: String,
}

/// One person in front of the product.
pub(super) struct Visitor<'h> {
    house: &'h House,
    cookie: String,
    value: String,
}

impl House {
    pub(super) fn new(app: &App, institution: &str) -> House {
        House { app: app.clone(), routes: router(app, Area::Both), institution: institution.to_owned() }
    }

    /// Someone signed in at this moment.
    pub(super) async fn visitor(&self, holder: &Holder, seat: Option<StaffSeat>) -> Result<Visitor<'_>> {
        let db = &self.app.db;
        let (area, value) = match holder {
            Holder::Staff(id) => ("staff", db.open_staff_session(&self.institution, id, seat, "demo", "demo").await?),
            _ => ("portal", db.open_portal_session(Duty::Demo, &self.institution, holder.clone()).await?),
        };
        Ok(Visitor { house: self, cookie: self.app.config.cookie(area), value })
    }
}

impl Visitor<'_> {
    async fn send(&self, request: http::request::Builder, body: String) -> Result<(StatusCode, String, String)> {
        let request = request.header(header::COOKIE, format!("{}={}", self.cookie, self.value)).body(Body::from(body))?;
        let response = self.house.routes.clone().oneshot(request).await?;
        let status = response.status();
        let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let body = to_bytes(response.into_body(), usize::MAX).await?;
        Ok((status, location, String::from_utf8_lossy(&body).into_owned()))
    }

    /// Opens a page.
    pub(super) async fn get(&self, path: &str) -> Result<String> {
        let (status, _, body) = self.send(Request::get(path), String::new()).await?;
        if status != StatusCode::OK {
            bail!("the demo could not open {path}: {status}");
        }
        Ok(body)
    }

    /// Opens a page, fills in the form that goes to `path` as a browser would (what stands in it is sent along, `fields`
    /// replace it), and sends it; gives where it led.
    pub(super) async fn fill(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Result<String> {
        let body = self.get(page).await?;
        let mut all: Vec<(String, String)> = form_of(&body, path).with_context(|| format!("no form on {page} goes to {path}"))?;
        all.retain(|(name, _)| name != "token" && name != "key" && !fields.iter().any(|(given, _)| given == name));
        let all: Vec<(&str, &str)> =
            all.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(fields.iter().copied()).collect();
        self.press(path, &all).await
    }

    /// Sends a form; gives where it led.
    pub(super) async fn press(&self, path: &str, fields: &[(&str, &str)]) -> Result<String> {
        let session = base::vault::digest(&self.value);
        let token = base::ids::hex(&self.house.app.db.vault().mac("form", &[session.as_bytes()])[..16]);
        let key = self.house.app.db.ids().token();
        let body = [("token", token.as_str()), ("key", key.as_str())]
            .iter()
            .chain(fields)
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect::<Vec<_>>()
            .join("&");
        let request =
            Request::post(path).header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let (status, location, body) = self.send(request, body).await?;
        if status != StatusCode::SEE_OTHER {
            let said = body.split("ui-error").nth(1).or_else(|| body.split("ui-banner").nth(1)).unwrap_or_default();
            bail!("the demo could not send {path}: {status} {}", said.chars().take(300).collect::<String>());
        }
        Ok(location)
    }
}

/// What a browser would send of the form with this action: hidden and typed values, ticked boxes, chosen options.
fn form_of(page: &str, action: &str) -> Option<Vec<(String, String)>> {
    let button = format!("formaction=\"{action}\"");
    let form = page.split("<form").skip(1).find(|form| {
        attribute(form.split('>').next().unwrap_or_default(), "action").as_deref() == Some(action) || form.contains(&button)
    })?;
    let form = form.split("</form>").next().unwrap_or_default();
    let mut fields = Vec::new();
    let mut select = String::new();
    for (at, _) in form.match_indices('<') {
        let rest = &form[at + 1..];
        let tag = rest.split('>').next().unwrap_or_default();
        let name = attribute(tag, "name").unwrap_or_default();
        match tag.split([' ', '\n']).next().unwrap_or_default() {
            "input" if !name.is_empty() => {
                let kind = attribute(tag, "type").unwrap_or_default();
                let chosen = tag.ends_with(" checked") || tag.contains(" checked ");
                if !matches!(kind.as_str(), "radio" | "checkbox" | "file") || chosen {
                    fields.push((name, attribute(tag, "value").unwrap_or_default()));
                }
            }
            "textarea" => {
                fields.push((name, unescaped(rest.split('>').nth(1).and_then(|text| text.split("</textarea").next()).unwrap_or_default())));
            }
            "select" => select = name,
            "option" if tag.contains(" selected") => fields.push((select.clone(), attribute(tag, "value").unwrap_or_default())),
            _ => {}
        }
    }
    Some(fields)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(unescaped)
}

fn unescaped(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

fn encode(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// The id in `/cases/{id}…` of a place a form led to.
pub(super) fn case_of(location: &str) -> Result<String> {
    location.split(['/', '?']).nth(2).filter(|id| id.len() == 36).map(ToOwned::to_owned).context("no case in the address")
}

//! A page as a browser reads it: its links and its forms.

/// A form as it would be sent: every field with the value it was drawn with, without the buttons.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub action: String,
    pub fields: Vec<(String, String)>,
    /// The fields a person types into.
    pub typed: Vec<String>,
    /// The first choice of each group of which nothing is chosen, and the first button that says something.
    pub first: Vec<(String, String)>,
    /// Every name that stands on it.
    pub names: Vec<String>,
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
    Some(plain(&rest[..rest.find('"')?]))
}

/// Text without the escapes of HTML.
pub fn plain(html: &str) -> String {
    html.replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&#60;", "<")
        .replace("&gt;", ">")
        .replace("&#62;", ">")
        .replace("&amp;", "&")
        .replace("&#38;", "&")
}

/// Where the page leads inside the product.
pub fn links(html: &str) -> Vec<String> {
    html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|to| to.starts_with('/')).map(plain).collect()
}

/// The forms of the page at `path` that are posted.
pub fn forms(path: &str, html: &str) -> Vec<Drawn> {
    html.split("<form")
        .skip(1)
        .filter_map(|rest| rest.split("</form>").next())
        .filter(|form| form.contains("method=\"post\""))
        .map(|form| drawn(path, form))
        .collect()
}

fn drawn(path: &str, form: &str) -> Drawn {
    let action = attribute(form.split('>').next().unwrap_or_default(), "action").unwrap_or_else(|| path.to_owned());
    let mut drawn = Drawn { action, fields: Vec::new(), typed: Vec::new(), first: Vec::new(), names: Vec::new() };
    // The name of the select that is open, and the value it would send.
    let mut select: Option<(String, Option<String>)> = None;
    for tag in form.split('<').skip(1) {
        if let Some(name) = attribute(tag.split('>').next().unwrap_or_default(), "name") {
            drawn.names.push(name);
        }
        if tag.starts_with("select") {
            select = attribute(tag, "name").map(|name| (name, None));
        } else if tag.starts_with("option") {
            if let Some((_, value)) = &mut select
                && (value.is_none() || tag.split('>').next().is_some_and(|tag| tag.contains(" selected")))
            {
                *value = attribute(tag, "value");
            }
        } else if tag.starts_with("/select") {
            drawn.fields.extend(select.take().map(|(name, value)| (name, value.unwrap_or_default())));
        } else if tag.starts_with("textarea") {
            if let Some(name) = attribute(tag, "name") {
                drawn.typed.push(name.clone());
                drawn.fields.push((name, plain(tag.split_once('>').map_or("", |(_, text)| text))));
            }
        } else if tag.starts_with("input") {
            let Some(name) = attribute(tag, "name") else { continue };
            let kind = attribute(tag, "type").unwrap_or_else(|| "text".to_owned());
            match kind.as_str() {
                "file" => {}
                "radio" if !tag.contains(" checked") => drawn.first.push((name, attribute(tag, "value").unwrap_or_default())),
                "checkbox" if !tag.contains(" checked") => {}
                "hidden" | "radio" | "checkbox" => drawn.fields.push((name, attribute(tag, "value").unwrap_or_default())),
                _ => {
                    drawn.typed.push(name.clone());
                    drawn.fields.push((name, attribute(tag, "value").unwrap_or_default()));
                }
            }
        } else if tag.starts_with("button") {
            drawn.first.extend(attribute(tag, "name").zip(attribute(tag, "value")));
        }
    }
    let mut seen: Vec<String> = drawn.fields.iter().map(|(name, _)| name.clone()).collect();
    drawn.first.retain(|(name, _)| {
        let new = !seen.contains(name);
        seen.push(name.clone());
        new
    });
    drawn
}

#[test]
fn a_form_is_read_as_a_browser_sends_it() {
    let html = r#"<form method="post" action="/a"><input type="hidden" name="token" value="t"><input name="line" value="&lt;b&gt;">
        <textarea name="body" rows="4">one</textarea><select name="s"><option value="1">x</option><option value="2" selected>y</option></select>
        <input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked><input type="checkbox" name="c" value="1">
        <button name="act" value="go">Go</button></form><form action="/search"><input name="q"></form>"#;
    let found = forms("/", html);
    assert_eq!(found.len(), 1);
    let field = |name: &str| found[0].fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!(
        (field("token"), field("line"), field("body"), field("s"), field("r"), field("c"), field("act")),
        (Some("t"), Some("<b>"), Some("one"), Some("2"), Some("2"), None, None)
    );
    assert_eq!(found[0].typed, ["line", "body"]);
    assert_eq!(found[0].first, [("act".to_owned(), "go".to_owned())]);
}

//! Next actions: the desk's own, sealed, on a page of their own where they are read, added and ticked.

use askama::Template;
use axum::extract::Path;
use base::event::Event;
use base::register::Todo;
use base::store::{Entry, StoreError, deed};
use http::StatusCode;

use super::record::doers;
use super::store::{self, TodoRow};
use super::text::T;
use super::{forms, readers};
use super::{ground, short};
use crate::web::frame::Nav;
use crate::web::{Answer, AppError, Cx, Errors, Form, Frame, go, page_with};

#[derive(Template)]
#[template(path = "check_in/todos.html")]
struct TodosPage {
    f: Frame,
    t: T,
    case: String,
    name: String,
    todos: Vec<View>,
    form: Form,
    errors: Errors,
    doers: Vec<(String, String)>,
    desk_names: String,
    stale: bool,
}

struct View {
    id: String,
    version: i64,
    who: &'static str,
    text: String,
    when: String,
    done: bool,
}

async fn draw(cx: &Cx, case: &str, status: StatusCode, form: Form, errors: Errors) -> Answer {
    let (t, lang) = (T(cx.lang), cx.lang);
    let asked = case.to_owned();
    let (facts, desk_names, any) = cx
        .db
        .read(cx.actor()?, move |tx| {
            let (entry, facts) = ground(tx, &asked)?;
            let names = readers::readers(tx, &entry, &facts, lang)?.desk;
            let any = !store::todos(tx, &entry.pass::<Todo, deed::View>()?)?.is_empty();
            Ok::<_, AppError>((facts, names, any))
        })
        .await?;
    let f = cx.frame(t.todos(), Nav::Cases).await?;
    let own = f.house.own(lang);
    let opened = if any { opened(cx, case).await? } else { Vec::new() };
    let todos = opened
        .into_iter()
        .map(|(row, text)| View {
            who: t.doer(row.who(), own),
            when: match (row.done_at, row.due_on) {
                (Some(at), _) => t.todo_when_done(&lang.short_day(at.day())),
                (None, Some(day)) => t.todo_until(&lang.short_day(day)),
                (None, None) => String::new(),
            },
            done: row.done_at.is_some(),
            id: row.id,
            version: row.version,
            text,
        })
        .collect();
    let page = TodosPage {
        t,
        case: case.to_owned(),
        name: short(&facts, lang),
        todos,
        form,
        errors,
        doers: doers(t, own, facts.sides != "one"),
        desk_names,
        stale: status == StatusCode::CONFLICT,
        f,
    };
    page_with(status, &page)
}

/// Opens them, in a transaction that leaves its trace.
async fn opened(cx: &Cx, case: &str) -> Result<Vec<(TodoRow, String)>, AppError> {
    let case = case.to_owned();
    cx.db
        .write(cx.actor()?, None, move |tx| {
            let entry: Entry = tx.enter(&case)?;
            let pass = entry.pass::<Todo, deed::View>()?;
            let mut todos = Vec::new();
            for row in store::todos(tx, &pass)? {
                let text = store::todo_text(tx, &pass, &row)?;
                todos.push((row, text));
            }
            let event = Event::TextRead(Some(&case), &case).detail(format!("todos:{}", todos.len()));
            tx.commit(&event, "").map(|done| done.with(todos))
        })
        .await
        .map_err(|error: StoreError| error.into())
}

/// `GET /cases/{case}/todos`.
pub async fn todos(cx: Cx, Path(case): Path<String>) -> Answer {
    draw(&cx, &case, StatusCode::OK, Form::default(), Errors::none()).await
}

/// `POST /cases/{case}/todos`: one more.
pub async fn add_todo(cx: Cx, Path(case): Path<String>, form: Form) -> Answer {
    let (t, w) = (T(cx.lang), crate::web::text::T(cx.lang));
    let mut errors = Errors::none();
    let action = forms::action(&form, "", cx.today(), &mut errors, cx.lang);
    if action.is_none() && errors.is_empty() {
        errors.add("what", w.e_required(t.todo_what()));
    }
    let Some(action) = action.filter(|_| errors.is_empty()) else {
        return draw(&cx, &case, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    };
    let back = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&case)?;
            let id = store::add_todo(tx, &entry, "", &action)?;
            let back = format!("/cases/{case}/todos?done=saved");
            tx.commit(&Event::TodoAdded(Some(&case), &id), &back).map(|done| done.with(back))
        })
        .await?;
    Ok(go(&back))
}

/// `POST /cases/{case}/todos/{id}`: done, or open again.
pub async fn tick_todo(cx: Cx, Path((case, id)): Path<(String, String)>, form: Form) -> Answer {
    let done = form.ticked("done");
    let (asked, seen) = (case.clone(), form.version());
    let kept = cx
        .db
        .write(cx.actor()?, form.key(), move |tx| {
            let entry = tx.enter(&asked)?;
            store::tick(tx, &entry, &id, seen, done)?;
            let back = format!("/cases/{asked}/todos?done={}", if done { "done" } else { "undone" });
            let event = Event::TodoDone(Some(&asked), &id).detail(if done { "done" } else { "open" });
            tx.commit(&event, &back).map(|done| done.with(back))
        })
        .await;
    match kept {
        Ok(back) => Ok(go(&back)),
        Err(StoreError::Stale) => draw(&cx, &case, StatusCode::CONFLICT, Form::default(), Errors::none()).await,
        Err(error) => Err(error.into()),
    }
}

//! A world in which every secret carries a word of its own: `zq…qz`, in letters that no way of writing changes.
//!
//! A word is planted through the pages, as people write. What it means and who may meet it stands in `canary.txt`.

use std::collections::BTreeMap;

use http::StatusCode;

use super::drawn;
use crate::channel::send_file;
use crate::matrix::{Scene, ids};
use crate::world::{Browser, Page, World};

/// The word of a secret.
pub fn word(of: &str) -> String {
    format!("zq{of}qz")
}

/// A text that people could have written, with the word of a secret in it.
fn said(of: &str) -> String {
    format!("ここだけの話として、{}と聞きました。", word(of))
}

/// The scene of the matrix with a word in everything that is written down.
pub async fn planted() -> (Scene, BTreeMap<&'static str, String>) {
    let mut scene = Scene::that_prints_nothing().await;
    let mut ids = ids(&scene).await;
    Planting { scene: &scene }.addresses().await;
    // Who had another address comes in anew.
    for seat in ["owner", "person", "host"] {
        let browser = scene.world.arrive(&scene.case, &scene.holders[seat]).await;
        scene.browsers.insert(seat, browser);
    }
    let mut by = Planting { scene: &scene };
    by.case().await;
    by.settings().await;
    by.preparation(&ids).await;
    by.import().await;
    by.sheet(&ids).await;
    by.talks().await;
    by.support().await;
    by.changes().await;
    by.gaps().await;
    by.channel().await;
    by.dialogues(&ids).await;
    by.papers().await;
    by.review(&ids).await;
    by.proposals(&ids).await;
    by.ending().await;
    by.unsaved().await;
    by.letters().await;
    let offer = by.report(&ids).await;
    by.survey().await;
    by.signal().await;
    ids.insert("/my/lines/{offer}", offer);
    (scene, ids)
}

/// Fills in the form of `page` that leads to `action` and sends it.
pub async fn fill(scene: &Scene, browser: &mut Browser, page: &str, action: &str, changes: &[(&str, &str)]) -> Page {
    fill_in(&scene.world, browser, page, action, changes).await
}

/// The same, in any world.
pub async fn fill_in(world: &World, browser: &mut Browser, page: &str, action: &str, changes: &[(&str, &str)]) -> Page {
    let drawn = world.get(browser, page).await;
    assert_eq!(drawn.status, StatusCode::OK, "{page}: {}", drawn.text());
    let form = drawn::forms(page, &drawn.text())
        .into_iter()
        .find(|form| form.action == action)
        .unwrap_or_else(|| panic!("{page} has no form for {action}"));
    let mut fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .filter(|(name, _)| !changes.iter().any(|(other, _)| other == name))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.extend_from_slice(changes);
    world.post_raw(browser, action, &fields).await
}

/// What a page says of itself.
fn main(page: &Page) -> String {
    page.text().split("<main").nth(1).unwrap_or_default().chars().take(3000).collect()
}

struct Planting<'a> {
    scene: &'a Scene,
}

impl Planting<'_> {
    fn at(&self, path: &str) -> String {
        format!("/cases/{}{path}", self.scene.case)
    }

    /// This seat fills in a form; it must be taken. Gives where it led.
    async fn fill(&self, seat: &str, page: &str, action: &str, changes: &[(&str, &str)]) -> String {
        // What is written at one moment has no order of its own; a second lies between two deeds.
        self.scene.world.app.db.clock().shift(base::clock::MINUTE / 60);
        let done = fill(self.scene, &mut self.scene.browsers[seat].clone(), page, action, changes).await;
        assert!(done.status == StatusCode::SEE_OTHER || done.status == StatusCode::OK, "{action}: {} {}", done.status, main(&done));
        done.location()
    }

    /// What the case itself says.
    async fn case(&mut self) {
        let edit = self.at("/edit");
        let (post, issue, refund, case_no) = (word("post"), said("issue"), said("refund"), word("caseno"));
        self.fill(
            "consultant",
            &edit,
            &edit,
            &[("post", &post), ("issue", &issue), ("refund", &refund), ("case_no", &case_no), ("fee", "4123457")],
        )
        .await;
        let new = self.at("/contacts/new");
        self.fill("consultant", &new, &new, &[("name", &word("contactname")), ("post", &word("contactpost")), ("part", "contact")]).await;
    }

    /// The addresses of its people.
    async fn addresses(&mut self) {
        for (seat, of, domain) in
            [("owner", "ownermail", "maruyama.example"), ("person", "personmail", "mail.example"), ("host", "hostmail", "maruyama.example")]
        {
            let page = self.at(&format!("/contacts/mail/{}", self.scene.holders[seat].id()));
            self.fill("consultant", &page, &page, &[("mail_0", &format!("{}@{domain}", word(of))), ("kind_0", "own")]).await;
        }
    }

    /// What is done before the first day, who looks after what, and whom the desk has to think of.
    async fn preparation(&mut self, ids: &BTreeMap<&'static str, String>) {
        let new = self.at("/preparation/new");
        self.fill("consultant", &format!("{new}?kind=promise"), &new, &[("body", &said("planitem")), ("days", "30"), ("way", "after")])
            .await;
        let own = format!("/my/preparation/{}", ids["/my/preparation/{id}"]);
        self.fill("owner", &own, &own, &[("state", "done"), ("outcome", &said("planoutcome"))]).await;
        self.fill("owner", "/my/reception", "/my/reception", &[("rhythm", &said("reception"))]).await;
        self.fill("person", "/my/reception", "/my/reception/wishes", &[("wish_climate", &said("wishes"))]).await;
        let map = self.at("/map");
        let (name, hopes, worries) = (said("mapname"), said("maphopes"), said("mapworries"));
        self.fill("consultant", &map, &map, &[("name", &name), ("hopes", &hopes), ("worries", &worries)]).await;
    }

    /// What the consultant has typed and not saved: for the sheet, and what each side said in a joint talk.
    async fn unsaved(&mut self) {
        let (sheet, talk) = (self.at("/goals/edit"), self.at("/talks/new?with=joint"));
        for (page, of, fields) in [
            (&sheet, "goals", vec![("mission", said("unsavedgoal"))]),
            (&talk, "joint", vec![("text_company", said("unsavedcompany")), ("text_person", said("unsavedperson"))]),
        ] {
            let mut browser = self.scene.browsers["consultant"].clone();
            let drawn = self.scene.world.get(&mut browser, page).await;
            let token = drawn.value("token");
            let mut typed: Vec<(&str, &str)> = vec![("token", &token)];
            typed.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
            let kept = self.scene.world.post_raw(&mut browser, &self.at(&format!("/unsaved/{of}")), &typed).await;
            assert_eq!(kept.status, StatusCode::OK, "{}", main(&kept));
        }
    }

    async fn settings(&mut self) {
        let new = "/settings/staff/new";
        let mail = format!("{}@bank.example", word("staffmail"));
        self.fill("admin", new, new, &[("name", "渡辺 司"), ("mail", &mail), ("seat", "officer")]).await;
        self.fill("admin", "/settings", "/settings/hats", &[("hats", "1"), ("reason", &said("hats"))]).await;
    }

    /// A list with a column for the desk alone and private facts of its person, registered; and one that still waits.
    async fn import(&mut self) {
        for (company, of, register) in [("見本水産株式会社", "done", true), ("見本木工株式会社", "open", false)] {
            let list = format!(
                "会社名\t氏名\t生年月日\t住所(本人)\t役職\t経営課題\t内定日\t備考の二\n{company}\t{}\t昭和51年5月3日\t{}\t工場長\t{}\t2026-07-01\t{}\n",
                word(&format!("person{of}")),
                word(&format!("home{of}")),
                word(&format!("issue{of}")),
                word(&format!("note{of}")),
            );
            let page = self.fill("consultant", "/import", "/import", &[("pasted", &list)]).await;
            if register {
                self.fill("consultant", &page, &format!("{page}/register"), &[]).await;
            }
        }
    }

    /// Proposals of both sides with an answer, a change all three are asked about, and one the desk still drafts.
    async fn sheet(&mut self, ids: &BTreeMap<&'static str, String>) {
        for (seat, body, words) in [("owner", "ownerproposal", "ownerwords"), ("person", "personproposal", "personwords")] {
            self.fill(seat, "/my/goals/propose", "/my/goals/propose", &[("body", &said(body)), ("words", &said(words))]).await;
        }
        let proposal = format!("/cases/{}/goals/proposals/{}", self.scene.case, ids["/cases/{case}/goals/proposals/{id}"]);
        self.fill("consultant", &proposal, &format!("{proposal}/answer"), &[("answer", &said("answer"))]).await;
        let (sheet, edit) = (self.at("/goals"), self.at("/goals/edit"));
        let goal = [
            ("mission", word("mission")),
            ("g2_sentence", said("goal")),
            ("g2_criterion", said("criterion")),
            ("g2_month3", said("month")),
            ("g2_supporter", word("supporter")),
        ];
        let goal: Vec<(&str, &str)> = goal.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.fill("consultant", &edit, &edit, &goal).await;
        self.fill("consultant", &sheet, &format!("{sheet}/review"), &[]).await;
        let (spoken, owner) = (self.at("/goals/spoken"), self.scene.holders["owner"].id());
        self.fill("consultant", &spoken, &spoken, &[("who", owner), ("on", "2026-11-24"), ("place", &word("saidwhere"))]).await;
        self.fill("consultant", &edit, &edit, &[("g3_sentence", &said("goaldraft"))]).await;
    }

    async fn talks(&mut self) {
        let call = self.at("/talks/new");
        for (with, text, care, back, todo) in [
            ("company", "toldcompany", "carecompany", "backcompany", "todocompany"),
            ("person", "toldperson", "careperson", "backperson", "todoperson"),
        ] {
            let (text, care, back, todo) = (said(text), said(care), said(back), said(todo));
            let fields = [
                ("with", with),
                ("text", &text),
                ("care_relations", &care),
                ("care_regard", &back),
                ("share_regard", "1"),
                ("what1", &todo),
                ("who1", with),
            ];
            self.fill("consultant", &call, &call, &fields).await;
        }
        let (joint, company, person) = (said("joint"), said("jointcompany"), said("jointperson"));
        self.plan("joint", "2026-12-01").await;
        let record = self.planned("joint").await;
        self.fill(
            "consultant",
            &record,
            &record,
            &[("joint", &joint), ("text_company", &company), ("text_person", &person), ("way", "visit"), ("held_on", "2026-11-24")],
        )
        .await;
        self.plan("company", "2026-12-02").await;
        let talk = self.planned("company").await;
        let talk = talk.trim_end_matches("/record");
        self.fill("consultant", talk, &format!("{talk}/skip"), &[("why", &said("skipped"))]).await;
    }

    /// What the company did about a care point.
    async fn support(&mut self) {
        let page = self.at("/support");
        let (body, who) = (said("supportgiven"), word("supportwho"));
        self.fill("consultant", &page, &page, &[("care", "regard"), ("giver", "company"), ("who", &who), ("body", &body)]).await;
    }

    async fn plan(&self, with: &str, on: &str) {
        let plan = self.at("/talks/plan");
        self.fill("consultant", &plan, &plan, &[("with", with), ("way", "visit"), ("step", "m1"), ("on", on), ("at", "14:00")]).await;
    }

    /// Where the latest planned talk of this kind is recorded.
    async fn planned(&self, with: &str) -> String {
        use base::register::CheckIn;
        let actor = self.scene.world.actor("yamamoto", base::actor::StaffSeat::Consultant).await;
        let (case, with) = (self.scene.case.clone(), with.to_owned());
        let rows: Vec<(String,)> = self
            .scene
            .world
            .app
            .db
            .read(&actor, move |tx| {
                let pass = tx.enter(&case)?.pass::<CheckIn, base::store::deed::View>()?;
                tx.rows(
                    &pass,
                    base::sql!(CheckIn => "select id from check_ins where state = 'planned' and side = $1 order by created_at desc, id"),
                    base::args![&with],
                )
            })
            .await
            .map_err(|error: base::store::StoreError| error)
            .unwrap();
        self.at(&format!("/talks/{}/record", rows[0].0))
    }

    /// A change in everyone's words, and what each of them saw.
    async fn changes(&mut self) {
        let board = self.at("/changes");
        self.fill("consultant", &board, &board, &[("words", &said("change")), ("scene", &said("scene")), ("sign", &said("sign"))]).await;
        for (seat, body, evidence, proof) in [
            ("owner", "ownernote", "ownerevidence", "ownerproof"),
            ("person", "personnote", "personevidence", "personproof"),
            ("host", "hostnote", "hostevidence", "hostproof"),
            ("contact", "contactnote", "contactevidence", "contactproof"),
        ] {
            let page = "/my/changes/observe";
            let told =
                [("body", &*said(body)), ("evidence", &*said(evidence)), ("proof", &*said(proof)), ("shows", "number"), ("tone", "bad")];
            self.fill(seat, page, page, &told).await;
        }
        let observe = self.at("/changes/observe");
        self.fill(
            "consultant",
            &observe,
            &observe,
            &[("body", &said("desknote")), ("evidence", &said("deskevidence")), ("proof", &said("deskproof"))],
        )
        .await;
    }

    /// A gap that all three expect, one that each side told the desk alone, and one of the desk's own.
    async fn gaps(&mut self) {
        let (board, private) = (self.at("/gaps"), self.at("/gaps/private"));
        for (page, of) in [(&board, "gap"), (&private, "deskgap")] {
            let fields = [
                ("words", word(of)),
                ("sign", word(&format!("{of}sign"))),
                ("measure", said(&format!("{of}measure"))),
                ("lies", "both".to_owned()),
                ("side", "bank".to_owned()),
            ];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            self.fill("consultant", page, page, &fields).await;
        }
        for (seat, of) in [("owner", "ownergap"), ("person", "persongap")] {
            let fields = [
                ("for", "desk".to_owned()),
                ("words", word(of)),
                ("sign", word(&format!("{of}sign"))),
                ("measure", said(&format!("{of}measure"))),
                ("lies", "both".to_owned()),
            ];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            self.fill(seat, "/my/gaps/new", "/my/gaps/new", &fields).await;
        }
    }

    /// What each side says to the desk, what the person says to the manager, what the readers answer, note and word.
    async fn channel(&mut self) {
        let new = "/my/consult/new";
        let manager = self.scene.world.staff["manager"].clone();
        for (seat, body, matter, line) in [
            ("owner", "ownerconcern", "ownermatter", "desk"),
            ("person", "personconcern", "personmatter", "desk"),
            ("contact", "contactconcern", "contactmatter", "desk"),
            ("person", "secondconcern", "secondmatter", manager.as_str()),
        ] {
            let (body, matter) = (said(body), word(matter));
            let led = self.fill(seat, new, new, &[("body", &body), ("matter", &matter), ("line", line), ("wish", "gist")]).await;
            let id = led.split(['/', '?']).nth(3).unwrap().to_owned();
            if body.contains("personconcern") {
                let page = format!("/consults/{id}");
                self.fill("consultant", &page, &format!("{page}/reply"), &[("body", &said("threadreply"))]).await;
                self.fill("consultant", &page, &format!("{page}/note"), &[("note", &said("threadnote"))]).await;
                let form = format!("{page}/relay");
                let to = format!("contact:{}", self.scene.holders["owner"].id());
                self.fill("consultant", &form, &form, &[("words", &said("relaywords")), ("to", &to), ("act", "offer")]).await;
                // A talk of three that waits for a yes, a file, and words that reached the owner with what came of them.
                let meeting = format!("{form}?kind=meeting");
                let words = said("meetingwords");
                let fields = [("words", words.as_str()), ("to", &*to), ("meet_on", "2026-12-10"), ("meet_at", "14:00"), ("act", "offer")];
                self.fill("consultant", &meeting, &form, &fields).await;
                let (own, mut writer) = (format!("/my/consult/{id}"), self.scene.browsers[seat].clone());
                let (name, text) = (format!("{}.txt", word("filename")), said("filetext"));
                let kept = send_file(&self.scene.world, &mut writer, &own, &format!("{own}/files"), &name, text.as_bytes()).await;
                assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", main(&kept));
                let led = self.fill("consultant", &form, &form, &[("words", &said("passedwords")), ("to", &to), ("act", "offer")]).await;
                let relay = format!("/relays/{}", led.split(['/', '?']).nth(2).unwrap());
                let offer = format!("/my/consult{relay}");
                self.fill(seat, &offer, &offer, &[("answer", "yes")]).await;
                self.fill("consultant", &relay, &format!("{relay}/send"), &[]).await;
                self.fill("consultant", &relay, &format!("{relay}/result"), &[("result", &said("relayresult"))]).await;
                let form = format!("{page}/without-consent");
                let fields =
                    [("ground", "law"), ("to_whom", &*word("towhom")), ("words", &*said("withoutwords")), ("why", &*said("withoutwhy"))];
                self.fill("consultant", &form, &form, &fields).await;
            }
        }
    }

    /// A visit in which the factory head takes part: its plan, what all may read of it, and what each side said of it.
    async fn dialogues(&mut self, ids: &BTreeMap<&'static str, String>) {
        let id = &ids["/cases/{case}/dialogues/{id}"];
        let (edit, record, mine) =
            (self.at(&format!("/dialogues/{id}/edit")), self.at(&format!("/dialogues/{id}/record")), format!("/my/dialogues/{id}"));
        self.fill("consultant", &edit, &edit, &[("place", &word("visitplace")), ("aim", &word("visitaim"))]).await;
        let (shared, needs, company, person) = (said("visitsaid"), said("visitneeds"), said("visitcompany"), said("visitperson"));
        let parts = [("said", shared.as_str()), ("needs", &needs), ("heard_company", &company), ("heard_person", &person)];
        self.fill("consultant", &record, &record, &parts).await;
        for (seat, of) in [("person", "personvisit"), ("contact", "contactvisit")] {
            self.fill(seat, &mine, &mine, &[("for", "desk"), ("body", &said(of))]).await;
        }
    }

    /// What each side writes in a survey after joining.
    async fn survey(&mut self) {
        let (join, survey) = (self.at("/join"), self.at("/survey"));
        self.fill("consultant", &join, &join, &[("join_on", "2026-09-01")]).await;
        self.fill("consultant", &survey, &survey, &[("step", "month1")]).await;
        for (seat, of, pages) in [("owner", "ownersurvey", 10), ("person", "personsurvey", 11)] {
            let home = self.scene.world.get(&mut self.scene.browsers[seat].clone(), "/my").await.text();
            let at = format!("/my/surveys/{}/answer", &home.split("/my/surveys/").nth(1).unwrap()[..36]);
            for n in 1..=pages {
                self.fill(seat, &format!("{at}?n={n}"), &at, &[("choice", "4")]).await;
            }
            self.fill(seat, &format!("{at}?n={}", pages + 1), &at, &[("words", &said(of))]).await;
        }
    }

    /// A promise past its day becomes a signal, which the desk puts aside with a reason.
    async fn signal(&mut self) {
        let (new, list) = (self.at("/preparation/new"), self.at("/signals"));
        let promise = [("side", "company"), ("body", "机を用意する"), ("on", "2026-11-20")];
        self.fill("consultant", &format!("{new}?kind=promise"), &new, &promise).await;
        app::signal::look(&self.scene.world.app).await.unwrap();
        let page = self.scene.world.get(&mut self.scene.browsers["consultant"].clone(), &list).await.text();
        let one = format!("{list}/{}", &page.split(&format!("{list}/")).nth(1).unwrap()[..36]);
        let reason = said("signalreason");
        self.fill("consultant", &one, &one, &[("how", "aside"), ("verdict", "wrong"), ("reason", &reason)]).await;
    }

    /// The booklet with a change that all three are asked about, and a consent that was given by word of mouth.
    async fn papers(&mut self) {
        let (booklet, edit) = (self.at("/booklet"), self.at("/booklet/edit"));
        self.fill("consultant", &edit, &edit, &[("duties", &said("bookletduties")), ("caller", &word("bookletcaller"))]).await;
        self.fill("consultant", &booklet, &format!("{booklet}/review"), &[]).await;
        let (consents, person) = (self.at("/consents"), self.scene.holders["person"].id());
        let place = word("consentplace");
        self.fill("consultant", &consents, &consents, &[("who", person), ("on", "2026-11-24"), ("way", "spoken"), ("place", &place)]).await;
    }

    /// How each of the three sees the issue, lent by none; an indicator that all three read.
    async fn review(&mut self, ids: &BTreeMap<&'static str, String>) {
        let rows = self.at("/review/indicators");
        let fields = [("name_0", word("measure")), ("hoped_0", word("measurehoped"))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.fill("consultant", &rows, &rows, &fields).await;
        let entered = self.scene.world.get(&mut self.scene.browsers["owner"].clone(), "/my/indicators").await.text();
        let value = format!("value_{}", entered.split("name=\"value_").nth(1).unwrap().split('"').next().unwrap());
        self.fill("owner", "/my/indicators", "/my/indicators", &[(&value, &word("measured")), ("consent", "1")]).await;
        let mine = format!("/my/review/{}", ids["/my/review/{id}"]);
        for (seat, evidence, worth, missing) in
            [("owner", "ownerview", "ownerworth", "ownermissing"), ("person", "personview", "personworth", "personmissing")]
        {
            let fields = [("word", "unchanged"), ("evidence", &*said(evidence)), ("worth", &*said(worth)), ("missing", &*said(missing))];
            self.fill(seat, &mine, &mine, &fields).await;
        }
        let private = self.at(&format!("/review/{}", ids["/my/review/{id}"]));
        let ours = [("word", "advanced"), ("evidence", &*said("deskview"))];
        self.fill("consultant", &private, &format!("{private}/view"), &ours).await;
    }

    /// What was put before the company, and what was not.
    async fn proposals(&mut self, ids: &BTreeMap<&'static str, String>) {
        let page = format!("/proposals/{}", ids["/proposals/{id}"]);
        let handed = [("issue", said("handedissue")), ("offer", said("handedoffer"))];
        let handed: Vec<(&str, &str)> = handed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.fill("consultant", &page, &page, &handed).await;
        self.fill("consultant", &page, &format!("{page}/hand"), &[]).await;
        let kept = [("worth", word("proposalworth")), ("result", said("proposalresult")), ("untied", said("untied"))];
        let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.fill("consultant", &page, &page, &kept).await;
    }

    /// A letter to each side that went out, and one that did not.
    async fn letters(&mut self) {
        let page = self.at("/letters");
        let seats = [("owner", "ownerletter"), ("person", "personletter"), ("owner", "heldletter")];
        for (seat, words) in seats {
            let to = self.scene.holders[seat].id().to_owned();
            let letter = self.fill("consultant", &page, &page, &[("to", &to), ("body", &said(words))]).await;
            if words != "heldletter" {
                self.fill("consultant", &letter, &format!("{letter}/send"), &[]).await;
            }
        }
        self.scene.world.app.db.clock().shift(10 * base::clock::MINUTE);
        assert_eq!(app::letter::send_due(&self.scene.world.app).await.unwrap(), 2);
        self.scene.world.app.db.clock().shift(-10 * base::clock::MINUTE);
    }

    /// The other case ends, and everybody says why: its consultant is the deputy of the first.
    async fn ending(&mut self) {
        let cases = self.scene.world.get(&mut self.scene.browsers["deputy"].clone(), "/cases").await.text();
        let other = cases
            .split("href=\"/cases/")
            .skip(1)
            .filter_map(|rest| rest.get(..36))
            .find(|id| *id != self.scene.case && id.matches('-').count() == 4)
            .expect("the other case")
            .to_owned();
        let end = format!("/cases/{other}/end");
        let (company, person, lesson) = (said("leftcompany"), said("leftperson"), said("lesson"));
        let told = [("kind", "left"), ("word_company", company.as_str()), ("word_person", &person), ("lesson", &lesson)];
        self.fill("deputy", &end, &end, &told).await;
        for (seat, of) in [("other_owner", "ownerleft"), ("other_person", "personleft")] {
            self.fill(seat, "/my/ending", "/my/ending", &[("body", &said(of))]).await;
        }
    }

    /// A report in the making, with a line its writer was asked about and refused; gives the id of what was asked.
    async fn report(&mut self, ids: &BTreeMap<&'static str, String>) -> String {
        let draft = format!("/cases/{}/reports/{}", self.scene.case, ids["/cases/{case}/reports/{id}"]);
        let page = self.scene.world.get(&mut self.scene.browsers["consultant"].clone(), &draft).await.text();
        let line = page.split("name=\"now_").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let (now, before, take) = (format!("now_{line}"), format!("before_{line}"), format!("take_{line}"));
        let (finding, own) = (said("finding"), said("ownline"));
        self.fill("consultant", &draft, &draft, &[("finding", &finding), ("own_now", &own)]).await;
        let words = [("line", line.clone()), (&now, said("offer")), (&before, said("offerbefore")), (&take, "1".to_owned())];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let form = self.scene.world.get(&mut self.scene.browsers["consultant"].clone(), &draft).await;
        let (token, key, version) = (form.value("token"), form.value("key"), form.value("version"));
        let mut all = vec![("token", token.as_str()), ("key", key.as_str()), ("version", version.as_str())];
        all.extend(words);
        let asked = self.scene.world.post_raw(&mut self.scene.browsers["consultant"].clone(), &format!("{draft}/offer"), &all).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
        let home = self.scene.world.get(&mut self.scene.browsers["owner"].clone(), "/my").await.text();
        let offer = home.split("/my/lines/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let page = format!("/my/lines/{offer}");
        self.fill("owner", &page, &page, &[("answer", "no"), ("reason", &said("reason"))]).await;
        offer
    }
}

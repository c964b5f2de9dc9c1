//! A placement is registered, and is where it should be.

use http::StatusCode;

use crate::world::World;

#[tokio::test]
async fn a_case_needs_company_person_post_and_one_sentence() {
    let world = World::new().await;
    let mut yamamoto = world.staff("yamamoto").await;
    let page = world.submit(&mut yamamoto, "/cases/new", "/cases/new", &[("company", "丸山工業"), ("post", "管理部長")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("ご本人のお名前を入力してください。"));
    assert!(page.text().contains("value=\"丸山工業\""), "what was typed is kept");
}

#[tokio::test]
async fn a_registered_case_is_on_the_list_of_its_consultant_and_on_nobody_elses() {
    let world = World::new().await;
    let case = world.maruyama().await;
    for (who, sees) in [("yamamoto", true), ("ishii", true), ("manager", true), ("onishi", true), ("kita", false)] {
        let mut browser = world.staff(who).await;
        let list = world.get(&mut browser, "/cases").await;
        assert_eq!(list.text().contains("丸山工業"), sees, "{who}");
        let page = world.get(&mut browser, &format!("/cases/{case}")).await;
        assert_eq!(page.status == StatusCode::OK, sees, "{who}");
    }
    let mut admin = world.staff("admin").await;
    assert_eq!(world.get(&mut admin, &format!("/cases/{case}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_same_form_sent_twice_registers_one_case() {
    let world = World::new().await;
    let mut yamamoto = world.staff("yamamoto").await;
    let form = world.get(&mut yamamoto, "/cases/new").await;
    let (token, key) = (form.value("token"), form.value("key"));
    let fields = [
        ("token", token.as_str()),
        ("key", key.as_str()),
        ("company", "丸山工業"),
        ("person", "佐藤 健一"),
        ("post", "管理部長"),
        ("issue", "一文"),
    ];
    let first = world.post_raw(&mut yamamoto, "/cases/new", &fields).await;
    let second = world.post_raw(&mut yamamoto, "/cases/new", &fields).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(world.get(&mut yamamoto, "/cases").await.text().matches("/cases/0").count(), 1);
}

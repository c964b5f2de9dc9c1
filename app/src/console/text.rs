//! The words of the few pages of the console.

base::words! {
    /// The words of the licences page.
    pub struct T;
    title: "使用しているソフトウェア", "Licences";
    lead: "伴走は、次の著作物を使わせていただいています。条文は原文のまま載せています。", "Banso uses the following works. The licences stand here word for word.";
    own: "伴走のライセンス", "The licence of Banso";
    own_text: "伴走は Apache License 2.0 または MIT License でお使いいただけます。", "Banso is licensed under the Apache License 2.0 or the MIT License, at your choice.";
    works: "お借りしている著作物", "Works of others";
    read: "条文を読む", "Read the licence";
    version(v: &str): "版 {v}", "Version {v}";
}

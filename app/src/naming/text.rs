//! The words of naming.

base::words! {
    /// The words of naming.
    pub struct T;
    title: "書面を見る方", "Who reads the papers";
    lead: "会社の方に書面を見てもらうかどうかを、社長とご本人の両方で決めます。", "Owner and person decide together who of the company reads their papers.";
    lead_both: "お二人とも印を付けたときだけ、その方に見えます。いつでも外せます。", "It counts only while both have ticked it. Either may untick at any time.";
    lead_never: "相談や、面談でお一人から伺った話は、ここで選んでも見えません。", "What one side told us alone is never shown, whatever is ticked.";
    booklet: "三者の書面", "Booklet";
    goals: "目標シート", "Goal sheet";
    talks: "三者の面談で話したこと", "What all three spoke about";
    reports: "変化のご報告", "Change reports";
    both: "お二人とも了承しています。", "Both have said yes.";
    waits_company: "会社の了承待ちです。", "Waiting for the company.";
    waits_person: "ご本人の了承待ちです。", "Waiting for the person.";
    asked_company: "会社が希望しています。", "The company asks for it.";
    asked_person: "ご本人が希望しています。", "The person asks for it.";
    none: "ほかに会社の方の登録がありません。", "Nobody else of the company is registered.";
    one_sided: "ご本人が加わったあとに、選べるようになります。", "This opens once the placed person takes part.";
    save: "この内容にする", "Save";
    ask_title: "書面を見る方のご確認", "Who may read a paper";
    ask_text(name: &str): "{name}さんに見てもらう希望があります。約1分です。", "{name} is proposed as a reader. About 1 minute.";
    ask_button: "確認する", "Look at it";
    panel: "書面を見る会社の方", "Named readers";
    line(name: &str, papers: &str): "{name}:{papers}", "{name}: {papers}";
    and: "・", ", ";
    k_named: "書面を見る方", "Named reader";
    t_named(name: &str, paper: &str): "{name}さんが「{paper}」を見られるようになりました", "{name} may read: {paper}";
}

//! The words of the portal's home.

base::words! {
    /// The words of the portal's home.
    pub struct T;
    home: "ホーム", "Home";
    dear(name: &str): "{name} 様", "Dear {name}";
    dear_person(name: &str): "{name}さん", "Dear {name}";
    greeting: "いつもお世話になっております。", "Thank you for your cooperation.";
    asks(n: usize): "お願いが{n}件あります", "{n} request(s) for you";
    also: "あわせて、こちらもお願いします。", "Along with it:";
    more_asks(n: usize): "ほかに{n}件", "{n} more";
    rest: "準備や変化など、そのほかを見る", "Preparation, changes and everything else";
    no_asks: "いまお願いしていることはありません。", "Nothing is asked of you right now.";
    case_company(person: &str, post: &str): "{person}さん({post})", "{person} ({post})";
    case_person(company: &str, post: &str): "{company}({post})", "{company} ({post})";
    call: "お困りのときは", "If you need help";
    desk(name: &str): "担当 {name}", "Contact: {name}";
    deputy(name: &str): "(不在時 {name})", "(deputy {name})";
    hours: "平日 9時から17時まで", "Weekdays 9:00–17:00";
    named: "書面を見る方を決める", "Who reads the papers";
    consents: "ご了承と情報の使いみち", "Your consents";
    sees: "自分の情報の見え方", "Who sees my information";
    joined_on(day: &str): "{day}から", "since {day}";
    joins_on(day: &str): "{day}から(予定)", "from {day} (planned)";
    no_case: "いまこちらでご覧いただける内容はありません。ご用の際は、下の番号へお電話ください。", "There is nothing to show you here at present. Please call the number below if you need us.";
}

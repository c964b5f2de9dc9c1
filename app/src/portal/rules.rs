//! The rule of asking: before the first day a company is asked for something at most once a week.

use super::Ask;

/// One request as the home shows it.
#[derive(Clone, Debug)]
pub struct Request {
    /// What is asked first.
    pub ask: Ask,
    /// What is asked along with it, in the same request.
    pub also: Vec<Ask>,
}

/// When an ask was made out: what decides how it is put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// The company, before the first day: gathered.
    CompanyBefore,
    /// Everyone else: each by itself.
    Otherwise,
}

/// Puts asks into requests. Whatever a company is asked before the first day, over all its cases, is one request
/// (mission.md: at most one a week); slices make out what is due for a whole week at once, so nothing is added within it.
pub fn gathered(asks: Vec<(When, Ask)>) -> Vec<Request> {
    let mut requests: Vec<Request> = Vec::new();
    let mut company: Option<usize> = None;
    for (when, ask) in asks {
        match (when, company.and_then(|at| requests.get_mut(at))) {
            (When::CompanyBefore, Some(request)) => request.also.push(ask),
            (When::CompanyBefore, None) => {
                company = Some(requests.len());
                requests.push(Request { ask, also: Vec::new() });
            }
            (When::Otherwise, _) => requests.push(Request { ask, also: Vec::new() }),
        }
    }
    requests
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(title: &str) -> Ask {
        Ask { title: title.to_owned(), text: String::new(), href: String::new(), button: String::new() }
    }

    #[test]
    fn before_the_first_day_a_company_gets_one_request_whatever_is_asked() {
        let requests = gathered(vec![
            (When::CompanyBefore, ask("目標シート")),
            (When::Otherwise, ask("ご報告")),
            (When::CompanyBefore, ask("準備")),
            (When::CompanyBefore, ask("もう一つの案件の準備")),
        ]);
        let told: Vec<(&str, Vec<&str>)> =
            requests.iter().map(|r| (r.ask.title.as_str(), r.also.iter().map(|ask| ask.title.as_str()).collect())).collect();
        assert_eq!(told, [("目標シート", vec!["準備", "もう一つの案件の準備"]), ("ご報告", vec![])]);
        assert!(gathered(Vec::new()).is_empty());
    }
}

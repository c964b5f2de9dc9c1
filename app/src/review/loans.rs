//! The six financial indices of ローカルベンチマーク over three periods, from figures the company entered or released.
//!
//! Formulas of 売上増加率, 営業利益率, 労働生産性 and EBITDA有利子負債倍率 as published by METI (参考ツール「ローカルベンチマーク」);
//! those of 営業運転資本回転期間 and 自己資本比率 are the usual ones and are shown when the institution's setting says so.

use serde::{Deserialize, Serialize};

/// Figures of one period; what was not given is not reckoned with. Money in one unit throughout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// 売上高.
    pub sales: Option<f64>,
    /// 営業利益.
    pub profit: Option<f64>,
    /// 減価償却費.
    pub depreciation: Option<f64>,
    /// 従業員数.
    pub employees: Option<f64>,
    /// 借入金.
    pub borrowings: Option<f64>,
    /// 現預金.
    pub cash: Option<f64>,
    /// 売上債権.
    pub receivables: Option<f64>,
    /// 棚卸資産.
    pub inventory: Option<f64>,
    /// 買入債務.
    pub payables: Option<f64>,
    /// 純資産.
    pub net_assets: Option<f64>,
    /// 総資産.
    pub total_assets: Option<f64>,
}

/// The fields of a form, in its order.
pub const FIELDS: [&str; 11] = [
    "sales",
    "profit",
    "depreciation",
    "employees",
    "borrowings",
    "cash",
    "receivables",
    "inventory",
    "payables",
    "net_assets",
    "total_assets",
];

impl Figures {
    /// The place of a field.
    pub fn of(&mut self, field: &str) -> Option<&mut Option<f64>> {
        Some(match field {
            "sales" => &mut self.sales,
            "profit" => &mut self.profit,
            "depreciation" => &mut self.depreciation,
            "employees" => &mut self.employees,
            "borrowings" => &mut self.borrowings,
            "cash" => &mut self.cash,
            "receivables" => &mut self.receivables,
            "inventory" => &mut self.inventory,
            "payables" => &mut self.payables,
            "net_assets" => &mut self.net_assets,
            "total_assets" => &mut self.total_assets,
            _ => return None,
        })
    }
}

/// One of the six.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Index {
    /// 売上増加率.
    Growth,
    /// 営業利益率.
    Margin,
    /// 労働生産性.
    Productivity,
    /// EBITDA有利子負債倍率.
    Debt,
    /// 営業運転資本回転期間, in months of sales.
    Turnover,
    /// 自己資本比率.
    Equity,
}

impl Index {
    /// The six in their order; the last two by the usual formulas.
    pub const ALL: [Index; 6] = [Index::Growth, Index::Margin, Index::Productivity, Index::Debt, Index::Turnover, Index::Equity];

    /// Whether its formula is one the institution chooses to show.
    pub fn is_by_setting(self) -> bool {
        matches!(self, Index::Turnover | Index::Equity)
    }

    /// The index of a period; none when a figure is missing or would divide by nothing.
    pub fn reckon(self, now: &Figures, before: Option<&Figures>) -> Option<f64> {
        let over = |top: f64, under: f64| (under.abs() > f64::EPSILON).then(|| top / under);
        match self {
            Index::Growth => over(now.sales?, before?.sales?).map(|part| part - 1.0),
            Index::Margin => over(now.profit?, now.sales?),
            Index::Productivity => over(now.profit?, now.employees?),
            Index::Debt => over(now.borrowings? - now.cash?, now.profit? + now.depreciation?),
            Index::Turnover => over(now.receivables? + now.inventory? - now.payables?, now.sales? / 12.0),
            Index::Equity => over(now.net_assets?, now.total_assets?),
        }
    }

    /// The index as it is written: per cent, times, months, or money a head.
    pub fn written(self, value: f64) -> String {
        match self {
            Index::Growth | Index::Margin | Index::Equity => format!("{:.1}%", value * 100.0),
            Index::Productivity => format!("{value:.0}"),
            Index::Debt => format!("{value:.1}倍"),
            Index::Turnover => format!("{value:.1}か月"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_six_are_reckoned_by_their_formulas() {
        let before = Figures { sales: Some(1000.0), ..Figures::default() };
        let now = Figures {
            sales: Some(1200.0),
            profit: Some(60.0),
            depreciation: Some(40.0),
            employees: Some(30.0),
            borrowings: Some(500.0),
            cash: Some(100.0),
            receivables: Some(200.0),
            inventory: Some(100.0),
            payables: Some(100.0),
            net_assets: Some(300.0),
            total_assets: Some(1000.0),
        };
        let said: Vec<String> = Index::ALL.iter().map(|index| index.written(index.reckon(&now, Some(&before)).unwrap())).collect();
        assert_eq!(said, ["20.0%", "5.0%", "2", "4.0倍", "2.0か月", "30.0%"]);
    }

    #[test]
    fn what_was_not_given_is_not_guessed() {
        let none = Figures::default();
        assert!(Index::ALL.iter().all(|index| index.reckon(&none, Some(&none)).is_none()));
        let no_staff = Figures { profit: Some(1.0), employees: Some(0.0), ..none };
        assert_eq!(Index::Productivity.reckon(&no_staff, None), None);
    }
}

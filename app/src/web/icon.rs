//! Icons: Lucide drawings pasted inline, so that no request and no policy question arises. A word always stands beside one.

macro_rules! OPEN {
    () => {
        r#"<svg class="ui-icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">"#
    };
}

/// The drawing of an icon by its Lucide name; an unknown name draws nothing.
pub fn icon(name: &str) -> &'static str {
    match name {
        "arrow-left" => concat!(OPEN!(), r#"<path d="m12 19-7-7 7-7" /> <path d="M19 12H5" />"#, "</svg>"),
        "arrow-right" => concat!(OPEN!(), r#"<path d="M5 12h14" /> <path d="m12 5 7 7-7 7" />"#, "</svg>"),
        "building-2" => concat!(
            OPEN!(),
            r#"<path d="M10 12h4" /> <path d="M10 8h4" /> <path d="M14 21v-3a2 2 0 0 0-4 0v3" /> <path d="M6 10H4a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-2" /> <path d="M6 21V5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v16" />"#,
            "</svg>"
        ),
        "calendar" => concat!(
            OPEN!(),
            r#"<path d="M8 2v3" /> <path d="M16 2v3" /> <rect x="3" y="3" width="18" height="18" rx="2" /> <path d="M3 9h18" />"#,
            "</svg>"
        ),
        "check" => concat!(OPEN!(), r#"<path d="M20 6 9 17l-5-5" />"#, "</svg>"),
        "clock" => concat!(OPEN!(), r#"<circle cx="12" cy="12" r="10" /> <path d="M12 6v6l4 2" />"#, "</svg>"),
        "download" => concat!(
            OPEN!(),
            r#"<path d="M12 15V3" /> <path d="M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4" /> <path d="m7 10 5 5 5-5" />"#,
            "</svg>"
        ),
        "eye" => concat!(
            OPEN!(),
            r#"<path d="M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 10.75 0 0 1-19.876 0" /> <circle cx="12" cy="12" r="3" />"#,
            "</svg>"
        ),
        "file-text" => concat!(
            OPEN!(),
            r#"<path d="M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z" /> <path d="M14 2v5a1 1 0 0 0 1 1h5" /> <path d="M10 9H8" /> <path d="M16 13H8" /> <path d="M16 17H8" />"#,
            "</svg>"
        ),
        "flag" => concat!(
            OPEN!(),
            r#"<path d="M4 22V4a1 1 0 0 1 .4-.8A6 6 0 0 1 8 2c3 0 5 2 7.333 2q2 0 3.067-.8A1 1 0 0 1 20 4v10a1 1 0 0 1-.4.8A6 6 0 0 1 16 16c-3 0-5-2-8-2a6 6 0 0 0-4 1.528" />"#,
            "</svg>"
        ),
        "history" => concat!(
            OPEN!(),
            r#"<path d="M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8" /> <path d="M3 3v5h5" /> <path d="M12 7v5l4 2" />"#,
            "</svg>"
        ),
        "house" => concat!(
            OPEN!(),
            r#"<path d="M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8" /> <path d="M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z" />"#,
            "</svg>"
        ),
        "link" => concat!(
            OPEN!(),
            r#"<path d="M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71" /> <path d="M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71" />"#,
            "</svg>"
        ),
        "list-checks" => concat!(
            OPEN!(),
            r#"<path d="M13 5h8" /> <path d="M13 12h8" /> <path d="M13 19h8" /> <path d="m3 17 2 2 4-4" /> <path d="m3 7 2 2 4-4" />"#,
            "</svg>"
        ),
        "lock" => concat!(
            OPEN!(),
            r#"<rect width="18" height="11" x="3" y="11" rx="2" ry="2" /> <path d="M7 11V7a5 5 0 0 1 10 0v4" />"#,
            "</svg>"
        ),
        "log-out" => concat!(
            OPEN!(),
            r#"<path d="m16 17 5-5-5-5" /> <path d="M21 12H9" /> <path d="M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4" />"#,
            "</svg>"
        ),
        "mail" => concat!(
            OPEN!(),
            r#"<path d="m22 7-8.991 5.727a2 2 0 0 1-2.009 0L2 7" /> <rect x="2" y="4" width="20" height="16" rx="2" />"#,
            "</svg>"
        ),
        "message-square" => concat!(
            OPEN!(),
            r#"<path d="M22 17a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 21.286V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2z" />"#,
            "</svg>"
        ),
        "pencil" => concat!(
            OPEN!(),
            r#"<path d="M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497z" /> <path d="m15 5 4 4" />"#,
            "</svg>"
        ),
        "phone" => concat!(
            OPEN!(),
            r#"<path d="M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384" />"#,
            "</svg>"
        ),
        "plus" => concat!(OPEN!(), r#"<path d="M5 12h14" /> <path d="M12 5v14" />"#, "</svg>"),
        "printer" => concat!(
            OPEN!(),
            r#"<path d="M6 18H4a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2" /> <path d="M6 9V3a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v6" /> <rect x="6" y="14" width="12" height="8" rx="1" />"#,
            "</svg>"
        ),
        "qr-code" => concat!(
            OPEN!(),
            r#"<rect width="5" height="5" x="3" y="3" rx="1" /> <rect width="5" height="5" x="16" y="3" rx="1" /> <rect width="5" height="5" x="3" y="16" rx="1" /> <path d="M21 16h-3a2 2 0 0 0-2 2v3" /> <path d="M21 21v.01" /> <path d="M12 7v3a2 2 0 0 1-2 2H7" /> <path d="M3 12h.01" /> <path d="M12 3h.01" /> <path d="M12 16v.01" /> <path d="M16 12h1" /> <path d="M21 12v.01" /> <path d="M12 21v-1" />"#,
            "</svg>"
        ),
        "search" => concat!(OPEN!(), r#"<path d="m21 21-4.34-4.34" /> <circle cx="11" cy="11" r="8" />"#, "</svg>"),
        "settings" => concat!(
            OPEN!(),
            r#"<path d="M9.671 4.136a2.34 2.34 0 0 1 4.659 0 2.34 2.34 0 0 0 3.319 1.915 2.34 2.34 0 0 1 2.33 4.033 2.34 2.34 0 0 0 0 3.831 2.34 2.34 0 0 1-2.33 4.033 2.34 2.34 0 0 0-3.319 1.915 2.34 2.34 0 0 1-4.659 0 2.34 2.34 0 0 0-3.32-1.915 2.34 2.34 0 0 1-2.33-4.033 2.34 2.34 0 0 0 0-3.831A2.34 2.34 0 0 1 6.35 6.051a2.34 2.34 0 0 0 3.319-1.915" /> <circle cx="12" cy="12" r="3" />"#,
            "</svg>"
        ),
        "sprout" => concat!(
            OPEN!(),
            r#"<path d="M14 9.536V7a4 4 0 0 1 4-4h1.5a.5.5 0 0 1 .5.5V5a4 4 0 0 1-4 4 4 4 0 0 0-4 4c0 2 1 3 1 5a5 5 0 0 1-1 3" /> <path d="M4 9a5 5 0 0 1 8 4 5 5 0 0 1-8-4" /> <path d="M5 21h14" />"#,
            "</svg>"
        ),
        "triangle-alert" => concat!(
            OPEN!(),
            r#"<path d="m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3" /> <path d="M12 9v4" /> <path d="M12 17h.01" />"#,
            "</svg>"
        ),
        "upload" => concat!(
            OPEN!(),
            r#"<path d="M12 3v12" /> <path d="m17 8-5-5-5 5" /> <path d="M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4" />"#,
            "</svg>"
        ),
        "user" => concat!(OPEN!(), r#"<path d="M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2" /> <circle cx="12" cy="7" r="4" />"#, "</svg>"),
        "users" => concat!(
            OPEN!(),
            r#"<path d="M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2" /> <path d="M16 3.128a4 4 0 0 1 0 7.744" /> <path d="M22 21v-2a4 4 0 0 0-3-3.87" /> <circle cx="9" cy="7" r="4" />"#,
            "</svg>"
        ),
        _ => "",
    }
}

/// The mark of the product: company and person, and the line they run along.
pub const MARK: &str = r#"<svg width="34" height="28" viewBox="0 0 34 28" fill="none" aria-hidden="true"><circle cx="9" cy="11" r="6" fill="currentColor"/><path d="M25 4l7 7-7 7-7-7z" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round"/><path d="M3 25h29" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"/></svg>"#;

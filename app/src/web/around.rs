//! What stands around the words of a page: header, notices, foot. A page extends `staff.html`, `portal.html` or `plain.html`, which hold
//! only the order of things; what fills them is drawn here, so that it is compiled once and not once for each of 170 pages.

use askama::Template;
use askama::filters::HtmlSafe;

use super::frame::{Frame, Nav};

/// One piece around a page, with the frame it speaks of.
macro_rules! pieces {
    ($($(#[$doc:meta])* $method:ident: $piece:ident = $path:literal, $block:literal;)+) => {
        $(
            #[doc = concat!("`", $block, "` of `", $path, "`.")]
            #[derive(Template)]
            #[template(path = $path, block = $block)]
            pub struct $piece<'a> {
                f: &'a Frame,
            }

            impl HtmlSafe for $piece<'_> {}
        )+

        impl Frame {
            $(
                $(#[$doc])*
                pub fn $method(&self) -> $piece<'_> {
                    $piece { f: self }
                }
            )+
        }
    };
}

pieces! {
    /// Head and header of a page of the staff.
    staff_top: StaffTop = "web/staff_around.html", "top";
    /// What was just done, and what is kept.
    staff_notices: StaffNotices = "web/staff_around.html", "notices";
    /// Foot of a page of the staff.
    staff_end: StaffEnd = "web/staff_around.html", "end";
    /// Head and header of a page of the portal.
    portal_top: PortalTop = "web/portal_around.html", "top";
    /// The four ways of the portal.
    portal_tabs: PortalTabs = "web/portal_around.html", "tabs";
    /// What was just done, and what is kept.
    portal_notices: PortalNotices = "web/portal_around.html", "notices";
    /// Foot of a page of the portal.
    portal_end: PortalEnd = "web/portal_around.html", "end";
    /// Head and header of a page for somebody who is not known yet.
    plain_top: PlainTop = "web/plain_around.html", "top";
    /// What was just done.
    plain_notices: PlainNotices = "web/plain_around.html", "notices";
    /// Foot of a page for somebody who is not known yet.
    plain_end: PlainEnd = "web/plain_around.html", "end";
}

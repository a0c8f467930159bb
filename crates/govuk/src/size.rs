//! Sizes that labels, legends and headings share.

/// How large a label, legend or heading is; GOV.UK Frontend's `s`, `m`, `l` and `xl`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// 19px bold.
    Small,
    /// 24px bold: a question on a page that has its own heading.
    Medium,
    /// 36px bold: the heading of a page.
    Large,
    /// 48px bold: the heading of a page with much on it.
    ExtraLarge,
}

impl Size {
    /// The end of the class name.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Small => "s",
            Self::Medium => "m",
            Self::Large => "l",
            Self::ExtraLarge => "xl",
        }
    }

    /// The end of the class name of a caption, which has no small size.
    pub(crate) fn caption_suffix(self) -> &'static str {
        match self {
            Self::Small | Self::Medium => "m",
            Self::Large => "l",
            Self::ExtraLarge => "xl",
        }
    }
}

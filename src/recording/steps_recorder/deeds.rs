//! What was done, by the words that the recorder has for it.
//!
//! In English these are a fixed handful. Other languages of Windows say it in their own words,
//! of which the telling stems are listed here for the languages that most people use; what none
//! of them tells is not guessed.

use crate::text::lower;

use super::report::Step;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Click,
    DoubleClick,
    RightClick,
    /// Which does another thing in each program.
    MiddleClick,
    /// Keys were pressed.
    Keys,
    DragStart,
    DragEnd,
    /// Something was scrolled.
    Wheel,
    /// The one who recorded wrote something.
    Comment,
}

/// Stems in what the recorder calls an action; the first line of which one stands in it says
/// what it was, so that `double` goes before `click`.
const STEMS: &[(Deed, &[&str])] = &[
    (
        Deed::Wheel,
        &[
            "wheel",
            "scroll",
            "molette",
            "mausrad",
            "bildlauf",
            "rueda",
            "roda",
            "rotell",
            "rolagem",
            "desplaz",
            "колес",
            "прокрут",
            "滚轮",
            "滾輪",
            "ホイール",
            "휠",
        ],
    ),
    (
        Deed::Keys,
        &[
            "keyboard",
            "tastatur",
            "clavier",
            "teclado",
            "tastiera",
            "toetsenbord",
            "klawiatur",
            "tangentbord",
            "клавиатур",
            "键盘",
            "鍵盤",
            "キーボード",
            "키보드",
        ],
    ),
    (
        Deed::DragEnd,
        &["drag end", "fin de glisse", "ziehen beendet", "ende des zieh", "fin de arrastr"],
    ),
    (
        Deed::DragStart,
        &[
            "drag",
            "glisse",
            "zieh",
            "arrastr",
            "trascin",
            "slepen",
            "przeciąg",
            "перетаск",
            "拖",
            "ドラッグ",
            "끌기",
        ],
    ),
    (
        Deed::DoubleClick,
        &[
            "double",
            "doppel",
            "doble",
            "duplo",
            "doppio",
            "dubbel",
            "podwójn",
            "двойн",
            "双击",
            "ダブル",
            "두 번",
        ],
    ),
    (
        Deed::RightClick,
        &[
            "right",
            "rechts",
            "droit",
            "derech",
            "direit",
            "destr",
            "praw",
            "höger",
            "прав",
            "右",
            "오른쪽",
        ],
    ),
    (
        Deed::MiddleClick,
        &[
            "middle",
            "mittler",
            "milieu",
            "central",
            "medio",
            "midden",
            "środk",
            "средн",
            "中键",
            "中央",
            "가운데",
        ],
    ),
    (
        Deed::Click,
        &[
            "click",
            "klick",
            "clic",
            "klik",
            "kliknij",
            "щелч",
            "щелк",
            "单击",
            "按一下",
            "點選",
            "クリック",
            "클릭",
        ],
    ),
];

/// What was done in a step; none where its words are not known.
pub(super) fn of(step: &Step) -> Option<Deed> {
    if !step.comment.trim().is_empty() {
        return Some(Deed::Comment);
    }
    // The description names windows and controls, which are called anything: only what stands
    // before the first name is looked at.
    let opening = step.description.split(['"', '“', '«', '„', '「']).next();
    let said =
        if step.action.trim().is_empty() { opening.unwrap_or_default() } else { &step.action };
    let said = lower(said);
    let told = STEMS.iter().find(|(_, stems)| stems.iter().any(|stem| said.contains(stem)));
    told.map(|(deed, _)| *deed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_told_by_the_words_of_many_languages() {
        for (said, deed) in [
            ("Mouse Left Click", Some(Deed::Click)),
            ("Mouse Left Double Click", Some(Deed::DoubleClick)),
            ("Mouse Right Click", Some(Deed::RightClick)),
            ("Mouse Middle Click", Some(Deed::MiddleClick)),
            ("Keyboard Input", Some(Deed::Keys)),
            ("Mouse Drag Start", Some(Deed::DragStart)),
            ("Mouse Drag End", Some(Deed::DragEnd)),
            ("Mouse Wheel", Some(Deed::Wheel)),
            ("Linksklick", Some(Deed::Click)),
            ("Clic gauche de la souris", Some(Deed::Click)),
            ("Entrée au clavier", Some(Deed::Keys)),
            ("マウスの左クリック", Some(Deed::Click)),
            ("Pen Flick", None),
        ] {
            let step = Step { action: said.to_owned(), ..Step::default() };
            assert_eq!(of(&step), deed, "{said}");
        }
    }

    #[test]
    fn the_name_of_a_window_says_nothing_about_what_was_done() {
        let description = "User left click on \"Drag (button)\" in \"Keyboard\"".to_owned();
        let step = Step { description, ..Step::default() };
        assert_eq!(of(&step), Some(Deed::Click));
    }
}

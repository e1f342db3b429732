//! Numbers in the source of ordered lists that are not those that are shown.
//!
//! Markdown counts the items of a list from its first number on, whatever is written before the
//! others. A list in which every item has one number is written so on purpose.

use crate::data::splice::{Patch, applied};
use crate::source::Span;

use super::blocks::{self, Block, BlockKind};

/// The replacements, as places in the body, that give each item of a list the number that it
/// is shown with. `list` is the number of the list, as [`BlockKind::Item`] has it.
///
/// `None` where the numbers are as shown, where they are all the same, and where another
/// number would change what the text is, because it takes more room.
#[must_use]
pub fn renumbered(body: &str, blocks: &[Block], list: usize) -> Option<Vec<Patch>> {
    let items = blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Item { list: own, ordinal: Some(shown), .. } if own == list => {
            Some((written(body, block.span)?, shown))
        }
        _ => None,
    });
    let items: Vec<((Span, u64), u64)> = items.collect();
    let ((_, first), _) = *items.first()?;
    if items.len() < 2 || items.iter().all(|((_, number), _)| *number == first) {
        return None;
    }
    let wrong = items.into_iter().filter(|((_, number), shown)| number != shown);
    let patches: Vec<Patch> =
        wrong.map(|((span, _), shown)| Patch { span, text: shown.to_string() }).collect();
    (!patches.is_empty() && is_same(blocks, &blocks::blocks(&applied(body, &patches))))
        .then_some(patches)
}

/// The number in the marker of an item, and where it stands.
fn written(body: &str, item: Span) -> Option<(Span, u64)> {
    let source = body.get(item.start..item.end)?;
    let start = item.start + (source.len() - source.trim_start().len());
    let digits = source.trim_start().bytes().take_while(u8::is_ascii_digit).count();
    let span = Span::new(start, start + digits);
    Some((span, body.get(span.start..span.end)?.parse().ok()?))
}

fn is_same(before: &[Block], after: &[Block]) -> bool {
    let of = |block: &Block| (block.kind.clone(), block.depth, block.parent, block.text.clone());
    before.iter().map(of).eq(after.iter().map(of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::blocks::blocks;

    fn mended(body: &str) -> Option<String> {
        Some(applied(body, &renumbered(body, &blocks(body), 0)?))
    }

    #[test]
    fn items_get_the_numbers_that_they_are_shown_with() {
        assert_eq!(mended("1. a\n2. b\n2. c\n5. d\n").unwrap(), "1. a\n2. b\n3. c\n4. d\n");
        assert_eq!(mended("3) a\n3) b\n4) c\n").unwrap(), "3) a\n4) b\n5) c\n");
        let nested = "- x\n  1. a\n\n     More.\n  3. b\n";
        assert_eq!(renumbered(nested, &blocks(nested), 1).unwrap().len(), 1);
    }

    #[test]
    fn numbers_that_are_right_or_the_same_on_purpose_stay() {
        assert_eq!(mended("1. a\n2. b\n"), None);
        assert_eq!(mended("1. a\n1. b\n1. c\n"), None);
        assert_eq!(mended("4. a\n"), None);
        assert_eq!(mended("- a\n- b\n"), None);
    }

    #[test]
    fn a_number_that_takes_more_room_than_there_is_stays() {
        let list = |last: &str| {
            let items: Vec<String> = (1..10).map(|n| format!("{n}. x\n")).collect();
            format!("{}{last}", items.concat())
        };
        assert!(mended(&list("9. y\n")).unwrap().ends_with("10. y\n"));
        assert_eq!(mended(&list("9. y\n\n   Below.\n")), None);
    }
}

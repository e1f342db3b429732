//! How the room of one screen is shared among the documents of a comment.

/// So many lines a comment has at most: about one screen.
pub(super) const SCREEN: usize = 50;

/// So many changes of each document are shown before any shows more, and at most.
const ROUNDS: [usize; 2] = [3, 6];

/// Shares so many lines among documents with so many changes each, the first the weightiest.
/// Gives how many changes of each are shown, a line each below that of the document. Where
/// there is no line for every document it gives fewer numbers than there are documents, and
/// leaves a line to count the others.
pub(super) fn shared(room: usize, changes: &[usize]) -> Vec<usize> {
    let documents = if changes.len() <= room { changes.len() } else { room.saturating_sub(1) };
    let mut shown = vec![0; documents];
    if documents < changes.len() {
        return shown;
    }
    let mut left = room - documents;
    for most in ROUNDS {
        for (shown, count) in shown.iter_mut().zip(changes) {
            let more = (*count).min(most).saturating_sub(*shown).min(left);
            *shown += more;
            left -= more;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_give_way_before_documents_do() {
        assert_eq!(shared(20, &[]), [0; 0]);
        assert_eq!(shared(20, &[9, 2]), [6, 2]);
        assert_eq!(shared(8, &[9, 2]), [4, 2]);
        assert_eq!(shared(6, &[9, 2]), [3, 1]);
        assert_eq!(shared(2, &[9, 2]), [0, 0]);
        assert_eq!(shared(10, &[9; 30]), [0; 9]);
        assert_eq!(shared(0, &[1]), [0; 0]);
    }

    #[test]
    fn what_is_shown_fits_into_the_room() {
        for room in 1..40 {
            for counts in [&[0, 1, 2, 3, 30][..], &[6; 5], &[1; 25], &[100]] {
                let shown = shared(room, counts);
                let rest = usize::from(shown.len() < counts.len());
                let lines = shown.len() + shown.iter().sum::<usize>() + rest;
                assert!(lines <= room, "{room} {counts:?} {shown:?}");
                assert!(shown.iter().zip(counts).all(|(shown, count)| shown <= count));
            }
        }
    }
}

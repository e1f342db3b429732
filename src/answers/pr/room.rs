//! How the room of one screen is shared among the documents of a comment.

/// So many lines a comment has at most: about one screen.
pub(super) const SCREEN: usize = 50;

/// So many changes of one document are shown at most, whatever room there is.
const MOST_CHANGES: usize = 5;

/// What of the documents is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// So many of them; one line tells of the others.
    pub(super) documents: usize,
    /// So many changes of each; one line tells of the others. At 0 the line of the document
    /// has to do.
    pub(super) changes: usize,
}

impl Share {
    /// Shares so many lines among documents with so many changes each: as many changes of
    /// each as there is room for with all documents, else as many documents.
    pub(super) fn of(room: usize, changes: &[usize]) -> Self {
        let documents = changes.len();
        let lines = |most: usize| -> usize {
            changes.iter().map(|count| 1 + shown(*count, most) + rest_line(*count, most)).sum()
        };
        match (1..=MOST_CHANGES).rev().find(|most| lines(*most) <= room) {
            Some(changes) => Self { documents, changes },
            None if documents <= room => Self { documents, changes: 0 },
            None => Self { documents: room.saturating_sub(1), changes: 0 },
        }
    }

    /// How many of so many changes of a document are shown: all, where the line that counts
    /// the others would stand for one alone.
    pub(super) const fn shown(self, changes: usize) -> usize {
        shown(changes, self.changes)
    }
}

const fn shown(changes: usize, most: usize) -> usize {
    if changes <= most || (most > 0 && changes == most + 1) { changes } else { most }
}

fn rest_line(changes: usize, most: usize) -> usize {
    usize::from(most > 0 && changes > most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_give_way_before_documents_do() {
        let share = |room: usize, changes: &[usize]| {
            let share = Share::of(room, changes);
            (share.documents, share.changes)
        };
        assert_eq!(share(20, &[]), (0, MOST_CHANGES));
        assert_eq!(share(20, &[9, 2]), (2, 5));
        assert_eq!(share(8, &[9, 2]), (2, 3));
        assert_eq!(share(4, &[9, 2]), (2, 0));
        assert_eq!(share(2, &[9, 2]), (2, 0));
        assert_eq!(share(10, &[9; 30]), (9, 0));
        assert_eq!(share(0, &[1]), (0, 0));
    }

    #[test]
    fn what_is_shown_fits_into_the_room() {
        for room in 0..40 {
            for counts in [&[0, 1, 2, 3, 30][..], &[6; 5], &[1; 25], &[100]] {
                let share = Share::of(room, counts);
                let of_documents: usize = counts[..share.documents]
                    .iter()
                    .map(|count| {
                        let left_out = *count > share.shown(*count) && share.changes > 0;
                        1 + share.shown(*count) + usize::from(left_out)
                    })
                    .sum();
                let rest = usize::from(share.documents < counts.len());
                assert!(of_documents + rest <= room.max(1), "{room} {counts:?} {share:?}");
            }
        }
    }
}

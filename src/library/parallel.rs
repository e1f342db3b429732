//! The same work on many things at once.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// Fewer things are not worth a thread: one costs as much as reading ten documents.
const FEW: usize = 32;

/// More threads would wait for the disk and for each other.
const MOST_THREADS: usize = 8;

/// Does the same work on many things, and gives the results in the order of the things.
pub(crate) fn in_parallel<T: Send, R: Send>(
    mut things: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    if things.len() < FEW || threads == 1 {
        return things.into_iter().map(work).collect();
    }
    let share = things.len().div_ceil(threads);
    let mut results = Vec::with_capacity(things.len());
    thread::scope(|scope| {
        let work = &work;
        let mut others = Vec::with_capacity(threads - 1);
        let mut left = things.split_off(share);
        while !left.is_empty() {
            let rest = left.split_off(share.min(left.len()));
            let part = std::mem::replace(&mut left, rest);
            others.push(scope.spawn(move || part.into_iter().map(work).collect::<Vec<_>>()));
        }
        results.extend(things.into_iter().map(work));
        for other in others {
            match other.join() {
                Ok(part) => results.extend(part),
                Err(panic) => resume_unwind(panic),
            }
        }
    });
    results
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_things() {
        for count in [0, 1, FEW - 1, FEW, FEW + 1, 1_000] {
            let things: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = things.iter().map(|number| number * 2).collect();
            assert_eq!(in_parallel(things, |number| number * 2), doubled);
        }
    }
}

//! Which members of a sequence kept their order.

/// Which members of `values` belong to the increasing subsequence of the greatest
/// total weight; `O(n log n)`.
pub(super) fn heaviest_increasing(values: &[usize], weights: &[usize]) -> Vec<bool> {
    if values.windows(2).all(|pair| pair[0] < pair[1]) {
        return vec![true; values.len()];
    }
    let mut order: Vec<usize> = values.to_vec();
    order.sort_unstable();
    // A Fenwick tree over ranks: the best total that ends at or below a rank.
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); values.len() + 1];
    let mut previous = vec![None; values.len()];
    let mut total = vec![0; values.len()];
    for (index, value) in values.iter().enumerate() {
        let rank = order.partition_point(|other| other < value);
        let mut at = rank;
        let mut below = (0, None);
        while at > 0 {
            below = if best[at].0 > below.0 { best[at] } else { below };
            at &= at - 1;
        }
        total[index] = below.0 + weights[index];
        previous[index] = below.1;
        let mut at = rank + 1;
        while at < best.len() {
            if best[at].0 < total[index] {
                best[at] = (total[index], Some(index));
            }
            at += at & at.wrapping_neg();
        }
    }
    let mut kept = vec![false; values.len()];
    let mut at = (0..values.len()).max_by_key(|index| (total[*index], std::cmp::Reverse(*index)));
    while let Some(index) = at {
        kept[index] = true;
        at = previous[index];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::heaviest_increasing;

    #[test]
    fn the_heaviest_run_keeps_its_place() {
        assert_eq!(heaviest_increasing(&[1, 2, 3], &[1, 1, 1]), [true; 3]);
        assert_eq!(heaviest_increasing(&[2, 3, 4, 1], &[1, 1, 1, 1]), [true, true, true, false]);
        assert_eq!(heaviest_increasing(&[2, 1], &[1, 9]), [false, true]);
        assert_eq!(heaviest_increasing(&[], &[]), Vec::<bool>::new());
    }
}

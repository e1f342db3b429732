//! Two texts as a unified patch, line by line.

use similar::{Algorithm, udiff::unified_diff};

/// Lines that are shown around a change, as git shows them.
const CONTEXT: usize = 3;

/// The lines that differ between an old and a new text, under the names that they have; empty
/// where nothing differs.
#[must_use]
pub fn patch([old, new]: [&str; 2], [old_name, new_name]: [&str; 2]) -> String {
    unified_diff(Algorithm::Myers, old, new, CONTEXT, Some((old_name, new_name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_names_both_texts_and_says_where_lines_end() {
        let said = patch(["a\nb", "a\nc\n"], ["a/x.md", "b/x.md"]);
        let expected =
            "--- a/x.md\n+++ b/x.md\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n";
        assert_eq!(said, expected);
        assert_eq!(patch(["a\n", "a\n"], ["a", "b"]), "");
    }
}

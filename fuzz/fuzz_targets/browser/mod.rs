//! What holds for every recording of a browser, whatever stands in it.

use sopctl::recording::{Settings, read, sentences};

/// What the targets type into a field for passwords.
pub const PASSWORD: &str = "Blue-Heron-77";

/// The same bytes must be read in the same way, no sentence may hold what a terminal obeys, and
/// a password must be in none.
pub fn judge(bytes: &[u8]) {
    let settings = Settings::default();
    let recording = read(bytes, &settings);
    assert_eq!(recording, read(bytes, &settings));
    let Ok(recording) = recording else { return };
    for take in &recording.takes {
        for sentence in sentences(take, recording.format) {
            let parts = [Some(&sentence.text), sentence.block.as_ref(), sentence.note.as_ref()];
            let parts = parts.into_iter().flatten().chain([&sentence.caption]);
            for part in parts.chain(&sentence.expected).chain(&sentence.questions) {
                assert!(!part.contains(PASSWORD), "{part:?}");
                let obeyed = |c: char| c.is_control() && c != '\t' && c != '\n';
                assert!(!part.contains(obeyed), "{part:?}");
            }
        }
    }
}

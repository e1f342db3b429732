//! Sound: what programs that read aloud write, and one track of all of it.
//!
//! RIFF WAVE with 16-bit samples, which every such program writes. Nothing is resampled and
//! nothing is compressed here.

use super::Script;

/// The longest track, in milliseconds: nobody sits through more, and it has to fit in memory.
pub const LONGEST: u64 = 2 * 60 * 60 * 1_000;

/// Sound of one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// Samples a second.
    rate: u32,
    samples: Vec<i16>,
}

impl Wave {
    /// Reads a file; `None` where it is no WAVE with 16-bit samples. Of several channels the
    /// first is taken. A file that ends early, or that says no length because it was written to
    /// a pipe, is read as far as it goes.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(b"RIFF")?.get(4..)?.strip_prefix(b"WAVE")?;
        let (mut rest, mut format) = (rest, None);
        while let Some((head, body)) = rest.split_at_checked(8) {
            let length = u32::from_le_bytes(head[4..8].try_into().ok()?);
            let length = usize::try_from(length).ok()?.min(body.len());
            let chunk = &body[..length];
            match &head[..4] {
                b"fmt " => format = Some(Format::read(chunk)?),
                b"data" => {
                    let Format { channels, rate } = format?;
                    let frames = chunk.chunks_exact(2 * channels);
                    let samples = frames.map(|frame| i16::from_le_bytes([frame[0], frame[1]]));
                    return Some(Self { rate, samples: samples.collect() });
                }
                _ => {}
            }
            // Chunks begin at even places.
            rest = body.get(length + length % 2..).unwrap_or_default();
        }
        None
    }

    /// How long it is, in milliseconds, rounded up.
    #[must_use]
    pub fn length(&self) -> u64 {
        (self.samples.len() as u64 * 1_000).div_ceil(u64::from(self.rate))
    }

    /// All sentences of a script, each at its time. `None` where there is nothing to hear, where
    /// their rates differ, or where the script is longer than [`LONGEST`].
    #[must_use]
    pub fn track(script: &Script, said: &[Self]) -> Option<Self> {
        let rate = said.first()?.rate;
        if script.length() > LONGEST || said.iter().any(|wave| wave.rate != rate) {
            return None;
        }
        let place = |time: u64| usize::try_from(time * u64::from(rate) / 1_000).ok();
        let mut samples = vec![0_i16; place(script.length())?];
        for (sentence, wave) in script.sentences().zip(said) {
            let start = place(sentence.start)?;
            let room = samples.get_mut(start..).unwrap_or_default();
            for (sample, said) in room.iter_mut().zip(&wave.samples) {
                *sample = *said;
            }
        }
        Some(Self { rate, samples })
    }

    /// As a file.
    #[must_use]
    pub fn written(&self) -> Vec<u8> {
        let data = u32::try_from(self.samples.len() * 2).unwrap_or(u32::MAX - 36);
        let mut bytes = Vec::with_capacity(self.samples.len() * 2 + 44);
        bytes.extend(b"RIFF");
        bytes.extend((data + 36).to_le_bytes());
        bytes.extend(b"WAVEfmt ");
        bytes.extend(16_u32.to_le_bytes());
        // Pulse code modulation, one channel.
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend(self.rate.to_le_bytes());
        bytes.extend((self.rate * 2).to_le_bytes());
        bytes.extend(2_u16.to_le_bytes());
        bytes.extend(16_u16.to_le_bytes());
        bytes.extend(b"data");
        bytes.extend(data.to_le_bytes());
        bytes.extend(self.samples.iter().flat_map(|sample| sample.to_le_bytes()));
        bytes
    }
}

/// What the samples of a file are.
#[derive(Debug, Clone, Copy)]
struct Format {
    channels: usize,
    rate: u32,
}

impl Format {
    fn read(chunk: &[u8]) -> Option<Self> {
        let short = |at: usize| Some(u16::from_le_bytes(chunk.get(at..at + 2)?.try_into().ok()?));
        let rate = u32::from_le_bytes(chunk.get(4..8)?.try_into().ok()?);
        let (kind, channels, bits) = (short(0)?, usize::from(short(2)?), short(14)?);
        // The extensible format says the same with another number.
        let is_read = matches!(kind, 1 | 0xfffe) && bits == 16;
        (is_read && (1..=8).contains(&channels) && (1_000..=192_000).contains(&rate))
            .then_some(Self { channels, rate })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Speech;
    use super::*;
    use crate::document::Document;
    use crate::document::profile::Profile;
    use crate::language::Language;
    use crate::paths::RepoPath;

    fn wave(samples: &[i16]) -> Wave {
        Wave { rate: 1_000, samples: samples.to_vec() }
    }

    #[test]
    fn a_file_is_read_as_it_is_written() {
        let sound = wave(&[1, -2, 300, i16::MIN]);
        assert_eq!(Wave::read(&sound.written()), Some(sound.clone()));
        assert_eq!(sound.length(), 4);
    }

    #[test]
    fn what_is_no_wave_is_refused_and_what_ends_early_is_read_as_far_as_it_goes() {
        let bytes = wave(&[1, 2, 3]).written();
        assert_eq!(Wave::read(&bytes[..48]), Some(wave(&[1, 2])));
        let mut piped = bytes.clone();
        piped[40..44].fill(0xff);
        assert_eq!(Wave::read(&piped), Some(wave(&[1, 2, 3])));
        for wrong in [&bytes[..30], b"RIFF", b"", b"OggS............"] {
            assert_eq!(Wave::read(wrong), None);
        }
        let mut compressed = bytes.clone();
        compressed[20] = 0x55;
        assert_eq!(Wave::read(&compressed), None);
        let mut silent = bytes;
        silent[24..28].fill(0);
        assert_eq!(Wave::read(&silent), None);
    }

    #[test]
    fn each_sentence_is_heard_when_it_is_shown() {
        let text = "# A\n\n## Steps\n\n1. Open the door.\n2. Close it.\n".to_owned();
        let document = Document::read(text, Profile::sopctl());
        let path = RepoPath::new("a.md").unwrap();
        let script = Script::of(&document, &path, Language::english()).unwrap();
        let said: Vec<Wave> = script.sentences().map(|_| wave(&[7; 900])).collect();
        let lengths: Vec<u64> = said.iter().map(Wave::length).collect();
        let script = script.timed(Speech::Recorded(&lengths));
        let track = Wave::track(&script, &said).unwrap();
        assert_eq!(track.length(), script.length());
        for sentence in script.sentences() {
            let start = usize::try_from(sentence.start).unwrap();
            assert_eq!(track.samples[start..start + 900], [7; 900]);
            assert_eq!(track.samples[start + 900], 0);
        }
        assert_eq!(Wave::track(&script, &[]), None);
        let other = Wave { rate: 2_000, samples: Vec::new() };
        assert_eq!(Wave::track(&script, &[wave(&[1]), other]), None);
    }
}

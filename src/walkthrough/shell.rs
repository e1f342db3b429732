//! What is run where the programs are: a script for a POSIX shell, beside the other files.
//!
//! Holds numbers and words of the program only. What a document says comes from the files
//! beside it, when it is run.

use super::Script;

impl Script {
    /// Reads `script.txt` aloud by a command that makes `line.wav` of `line.txt`, and with
    /// ffmpeg puts it together to `audio.wav` and, if asked for, `video.mp4`. The times are
    /// those of the captions: what takes longer is said faster.
    #[must_use]
    pub fn shell(&self, speak: &str, with_video: bool) -> String {
        let mut text = HEAD.to_owned();
        text.push_str("  ");
        text.push_str(speak);
        text.push_str(BODY);
        for slot in self.slots() {
            text.push_str(&seconds(slot));
            text.push('\n');
        }
        text.push_str(
            "SLOTS\nffmpeg -nostdin -v error -y -f concat -i said.txt \"$here/audio.wav\"\n",
        );
        if with_video {
            text.push_str(&VIDEO.replace("LENGTH", &seconds(self.length())));
        }
        text
    }

    /// From the beginning of each sentence to that of the next one, in milliseconds.
    fn slots(&self) -> Vec<u64> {
        let starts: Vec<u64> = self.sentences().map(|sentence| sentence.start).collect();
        let ends = starts.iter().skip(1).copied().chain([self.length()]);
        starts.iter().zip(ends).map(|(start, end)| end.saturating_sub(*start)).collect()
    }
}

/// A time as ffmpeg reads it.
fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1_000, milliseconds % 1_000)
}

const HEAD: &str = r#"#!/bin/sh
# Reads this walkthrough aloud and puts it together with ffmpeg. Where the programs are on PATH,
# sopctl walkthrough does the same by itself, with pictures, and times the captions by the voice.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
grep -v '^$' "$here/script.txt" > lines.txt
number=0
# Each line has so many seconds until the next one begins.
while read -r slot && IFS= read -r line <&3; do
  number=$((number + 1))
  printf '%s\n' "$line" > line.txt
"#;

const BODY: &str = r#"
  long=$(ffprobe -v error -show_entries format=duration -of csv=p=0 line.wav)
  faster=$(awk "BEGIN { f = $long / $slot; print (f < 1 ? 1 : f > 2 ? 2 : f) }")
  ffmpeg -nostdin -v error -y -i line.wav -af "atempo=$faster,apad" -t "$slot" \
    -ac 1 -ar 22050 "said-$number.wav"
  echo "file said-$number.wav" >> said.txt
done 3< lines.txt <<'SLOTS'
"#;

const VIDEO: &str = r#"cp "$here/captions.vtt" .
awk -F ' --> ' '
  function time(stamp, parts) {
    split(stamp, parts, /[:.]/)
    return ((parts[1] * 60 + parts[2]) * 60 + parts[3]) * 1000 + parts[4]
  }
  BEGIN { print ";FFMETADATA1" }
  / --> / {
    printf "[CHAPTER]\nTIMEBASE=1/1000\nSTART=%d\nEND=%d\n", time($1), time($2)
    getline
    gsub(/&lt;/, "<"); gsub(/&gt;/, ">"); gsub(/&amp;/, "\\&")
    gsub(/[=;#\\]/, "\\\\&")
    print "title=" $0
  }
' "$here/chapters.vtt" > chapters.txt
ffmpeg -nostdin -v error -y -f lavfi -i color=c=0x17324d:s=1280x720:r=10 \
  -i "$here/audio.wav" -i captions.vtt -f ffmetadata -i chapters.txt \
  -vf "subtitles=captions.vtt:force_style='FontSize=26,Alignment=10'" \
  -map 0:v -map 1:a -map 2:s -map_metadata 3 -map_chapters 3 -t LENGTH \
  -c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac -c:s mov_text \
  -movflags +faststart "$here/video.mp4"
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::profile::Profile;
    use crate::language::Language;
    use crate::paths::RepoPath;

    #[test]
    fn no_word_of_a_document_stands_in_a_shell_script() {
        let text = "# $(rm -rf ~)\n\n## Steps\n\n1. Open `$(touch x)`; 'SLOTS'.\n2. Close it.\n";
        let document = Document::read(text.to_owned(), Profile::sopctl());
        let path = RepoPath::new("a.md").unwrap();
        let script = Script::of(&document, &path, Language::english()).unwrap();
        let shell = script.shell("espeak-ng -w line.wav -f line.txt", true);
        assert!(!shell.contains("rm -rf ~") && !shell.contains("touch"), "{shell}");
        let slots = shell.split("<<'SLOTS'\n").nth(1).unwrap().split("SLOTS").next().unwrap();
        assert_eq!(slots.lines().count(), script.sentences().count());
        assert_eq!(script.slots().iter().sum::<u64>(), script.length());
    }
}

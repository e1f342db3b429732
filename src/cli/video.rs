//! Making a video of a script with ffmpeg: a picture for each screen, the track, captions and
//! chapters.
//!
//! ffmpeg works in a folder of its own. Words of a document reach it in files that have names
//! of ours; a filter names these files and never holds the words.

use crate::render::frames::{BAR, Frame, Look, SCREEN, Words, frames, metadata};
use crate::render::walkthrough::captions;
use crate::walkthrough::Script;
use crate::walkthrough::pictures::Picture;
use crate::worktree::{Workshop, read_file_up_to};

use super::error::Failure;
use super::program::Program;

/// Letters in which words are drawn, with what `fc-match` calls them.
const FONTS: [(&str, &str); 3] = [("plain", "sans"), ("bold", "sans:bold"), ("mono", "mono")];
/// The largest font that is read, in bytes: some hold all of Unicode.
const LARGEST_FONT: u64 = 64 * 1024 * 1024;
/// Colours: of the paper, the bar, and what is done already of the whole.
const PAPER: &str = "0xf8f7f3";
const INK: &str = "0x17324d";
const DONE: &str = "0xe0a030";
/// Where a picture stands beside the words: left, top, width and height.
const BESIDE: (u32, u32, u32, u32) = (656, 148, 568, 500);

/// The names of the fonts that are here.
struct Fonts(Vec<&'static str>);

/// The video of a script whose track stands in the workshop as `audio.wav`.
pub(super) fn video(
    script: &Script,
    language: &str,
    ffmpeg: &Program,
    workshop: &Workshop,
) -> Result<Vec<u8>, Failure> {
    let fonts = Fonts::found(language, workshop)?;
    let screens = frames(script);
    let mut list = "ffconcat version 1.0\n".to_owned();
    for (index, frame) in screens.iter().enumerate() {
        let name = format!("screen-{index:04}.png");
        draw(frame, index, script.length(), &fonts, ffmpeg, workshop)?;
        let length = frame.end - frame.start;
        list.push_str(&format!("file {name}\nduration {}.{:03}\n", length / 1_000, length % 1_000));
    }
    // The last picture of such a list has no length unless it is named again.
    list.push_str(&format!("file screen-{:04}.png\n", screens.len().saturating_sub(1)));
    workshop.put("screens.txt", list)?;
    workshop.put("captions.vtt", captions(script))?;
    workshop.put("chapters.txt", metadata(script))?;
    ffmpeg.run(&joining(language, script.length()), workshop.path(), None)?;
    Ok(workshop.take("video.mp4")?)
}

/// The arguments that make one file of all parts.
/// The whole takes so many milliseconds: without an end, the last screen would stand on.
pub(super) fn joining(language: &str, length: u64) -> Vec<String> {
    let end = format!("{}.{:03}", length / 1_000, length % 1_000);
    let words = format!(
        "-nostdin -v error -y -f concat -i screens.txt -i audio.wav -i captions.vtt \
         -f ffmetadata -i chapters.txt -map 0:v -map 1:a -map 2:s -map_metadata 3 -map_chapters 3 \
         -c:v libx264 -preset veryfast -tune stillimage -pix_fmt yuv420p -vf fps=10 \
         -c:a aac -b:a 96k -c:s mov_text -metadata:s:a:0 language={language} \
         -metadata:s:s:0 language={language} -disposition:s:0 default -t {end} -movflags +faststart \
         -fflags +bitexact -flags:v +bitexact -flags:a +bitexact video.mp4"
    );
    words.split_whitespace().map(str::to_owned).collect()
}

/// A language as such files name it, by three letters.
pub(super) fn three_letters(tag: Option<&str>) -> &'static str {
    const KNOWN: [(&str, &str); 12] = [
        ("en", "eng"),
        ("de", "deu"),
        ("fr", "fra"),
        ("es", "spa"),
        ("it", "ita"),
        ("pt", "por"),
        ("nl", "nld"),
        ("pl", "pol"),
        ("sv", "swe"),
        ("da", "dan"),
        ("ja", "jpn"),
        ("zh", "zho"),
    ];
    let Some(tag) = tag else { return "eng" };
    let first = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    KNOWN.iter().find(|(two, _)| *two == first).map_or("und", |(_, three)| three)
}

/// Draws one screen into `screen-0000.png`.
fn draw(
    frame: &Frame<'_>,
    index: usize,
    length: u64,
    fonts: &Fonts,
    ffmpeg: &Program,
    workshop: &Workshop,
) -> Result<(), Failure> {
    let (across, down) = SCREEN;
    let paper = format!("color=c={PAPER}:s={across}x{down}");
    let mut arguments: Vec<String> =
        ["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", &paper].map(str::to_owned).into();
    let mut filter = format!("[0:v]drawbox=0:0:{across}:{BAR}:{INK}:fill");
    let done = u64::from(across) * frame.end / length.max(1);
    filter.push_str(&format!(",drawbox=0:{}:{done}:6:{DONE}:fill", down - 6));
    for (line, words) in frame.words.iter().enumerate() {
        let file = format!("words-{line:02}.txt");
        workshop.put(&file, &words.text)?;
        filter.push_str(&drawn(words, &file, fonts));
    }
    if let Some(picture) = frame.picture
        && let Some(content) = &picture.content
    {
        workshop.put("picture", &content.bytes)?;
        arguments.extend(["-i", "picture"].map(str::to_owned));
        filter = format!("{filter}[words];{}", beside(picture));
    }
    workshop.put("screen.filter", &filter)?;
    let screen = format!("screen-{index:04}.png");
    let rest = ["-filter_complex_script", "screen.filter", "-frames:v", "1", &screen];
    arguments.extend(rest.map(str::to_owned));
    ffmpeg.run(&arguments, workshop.path(), None).map(drop)
}

/// The filter that writes one line. Letters stand on their line whatever they are: `y` is their
/// top, so that the height of the tallest is taken off.
fn drawn(words: &Words, file: &str, fonts: &Fonts) -> String {
    let (font, colour) = match words.look {
        Look::Heading => ("bold", "white"),
        Look::Inner => ("bold", INK),
        Look::Do => ("bold", "0x1c1c1c"),
        Look::Body => ("plain", "0x1c1c1c"),
        Look::Target => ("bold", INK),
        Look::Expect => ("plain", "0x1f6b3f"),
        Look::Warning => ("bold", "0x9a3b00"),
        Look::Code => ("mono", "0x1c1c1c"),
        Look::Foot => ("plain", "0x6a6a6a"),
    };
    let font = fonts.named(font);
    let boxed = match words.look {
        Look::Code => ":box=1:boxcolor=0xe6e4dc:boxborderw=7",
        Look::Target => ":box=1:boxcolor=0xdbe6f2:boxborderw=26",
        _ => "",
    };
    format!(
        ",drawtext={font}:textfile={file}:expansion=none:fontsize={}:fontcolor={colour}:x={}:y={}-max_glyph_a{boxed}",
        words.look.size(),
        words.left,
        words.baseline,
    )
}

/// The filter that puts the picture of a step beside the words, with a frame around what is
/// meant.
fn beside(picture: &Picture) -> String {
    let (left, top, width, height) = BESIDE;
    let size = picture.content.as_ref().and_then(|content| content.size);
    let fit = format!("scale={width}:{height}:force_original_aspect_ratio=decrease");
    let mut marked = String::new();
    let area = picture.highlight.and_then(|highlight| highlight.percent(size));
    if let Some([from, above, wide, high]) = area {
        marked = format!(
            ",drawbox=x=iw*{from}/100:y=ih*{above}/100:w=iw*{wide}/100:h=ih*{high}/100:\
             color=0xe03030:t=4"
        );
    }
    format!(
        "[1:v]{fit}{marked}[picture];\
         [words][picture]overlay=x={left}+({width}-w)/2:y={top}+({height}-h)/2"
    )
}

impl Fonts {
    /// Copies the fonts that fontconfig finds for a language into the workshop. Where there is none of it,
    /// ffmpeg looks for itself.
    fn found(language: &str, workshop: &Workshop) -> Result<Self, Failure> {
        let Some(matcher) = Program::find("fc-match") else { return Ok(Self(Vec::new())) };
        let mut found = Vec::new();
        for (name, pattern) in FONTS {
            let pattern = format!("{pattern}:lang={language}");
            let arguments = ["-f", "%{file}", &pattern].map(str::to_owned);
            let Ok(path) = matcher.run(&arguments, workshop.path(), None) else { continue };
            let path = String::from_utf8_lossy(&path).into_owned();
            if let Ok(font) = read_file_up_to(path.trim().as_ref(), LARGEST_FONT) {
                workshop.put(&format!("{name}.font"), font)?;
                found.push(name);
            }
        }
        Ok(Self(found))
    }

    /// How a filter names one.
    fn named(&self, name: &'static str) -> String {
        if self.0.contains(&name) {
            return format!("fontfile={name}.font");
        }
        let family = if name == "mono" { "monospace" } else { "sans" };
        format!("font={family}")
    }
}

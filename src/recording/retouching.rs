//! Pictures are opened here, to cover what is masked in them and to show where an action is.
//!
//! Only JPEG is opened, which is what recorders take of screens. What is covered is filled
//! with one colour and the picture is packed anew, so that nothing of what stood there is left,
//! neither in the pixels nor in what a file says about itself. The same picture becomes the
//! same bytes.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, ImageDecoder, Limits, Rgb, RgbImage};

use super::masking::Part;
use super::model::{Area, Picture, PictureKind};

/// The largest picture that is opened, in pixels of a side.
const MOST_ACROSS: u32 = 8192;

/// The most memory that one picture may take while it is opened, in bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

/// The quality with which pictures are packed, of 100: letters stay sharp.
const QUALITY: u8 = 88;

/// The colour of what is covered, of the frame around a target, and of its inner edge,
/// which parts the two.
const COVER: Rgb<u8> = Rgb([90, 90, 90]);
const FRAME: Rgb<u8> = Rgb([208, 0, 32]);
const EDGE: Rgb<u8> = Rgb([255, 255, 255]);

/// How far the frame and its edge reach around their target, in pixels: no further than what
/// parts a field from its label.
const EDGE_ENDS: i64 = 1;
const FRAME_ENDS: i64 = 4;

/// How far around a field its surroundings are compared, in pixels, and how near to it they
/// begin: fields that are typed into have a glow.
const AROUND: i64 = 48;
const GLOW: i64 = 6;

/// Pictures are compared by squares of this side, in pixels: JPEG changes single ones.
const SQUARE: i64 = 4;

/// From how much on a square is another one, of 255 levels of light.
const DIFFERS: i64 = 40;

/// How many squares in a hundred may differ in what looks the same: a caret, a frame.
const MAY_DIFFER: usize = 3;

/// How many squares must stand out from the ground for it to be more than an empty place.
const STANDS_OUT: usize = 4;

/// An open picture.
pub(super) struct Canvas(RgbImage);

/// An area in pixels, its right and lower ends excluded.
#[derive(Debug, Clone, Copy)]
struct Rectangle {
    left: i64,
    top: i64,
    right: i64,
    bottom: i64,
}

impl Canvas {
    /// Opens a picture; none where it is no JPEG, is broken, or is larger than what is opened.
    pub(super) fn open(picture: &Picture) -> Option<Self> {
        if picture.kind != PictureKind::Jpeg {
            return None;
        }
        let mut decoder = JpegDecoder::new(Cursor::new(picture.content.as_slice())).ok()?;
        let mut limits = Limits::default();
        limits.max_image_width = Some(MOST_ACROSS);
        limits.max_image_height = Some(MOST_ACROSS);
        limits.max_alloc = Some(MOST_MEMORY);
        decoder.set_limits(limits).ok()?;
        if decoder.total_bytes() > MOST_MEMORY {
            return None;
        }
        let image = DynamicImage::from_decoder(decoder).ok()?.into_rgb8();
        (image.width() > 0 && image.height() > 0).then_some(Self(image))
    }

    /// How many pixels it has.
    pub(super) fn size(&self) -> u64 {
        u64::from(self.0.width()) * u64::from(self.0.height())
    }

    /// Whether a field stands in both pictures at one place: its surroundings look the same in
    /// both, or it does. Where there is nothing but ground, nothing is known.
    pub(super) fn shows_there(&self, other: &Self, field: Part) -> bool {
        if self.0.dimensions() != other.0.dimensions() {
            return false;
        }
        let field = self.rectangle(field);
        let glow = field.grown(GLOW);
        let around = self.squares(field.grown(AROUND));
        let around: Vec<_> = around.into_iter().filter(|square| !glow.meets(square)).collect();
        let inside: Vec<_> = self.squares(field);
        self.looks_like(other, &around) || self.looks_like(other, &inside)
    }

    fn looks_like(&self, other: &Self, squares: &[Rectangle]) -> bool {
        let lights: Vec<(i64, i64)> =
            squares.iter().map(|square| (self.light(*square), other.light(*square))).collect();
        let mut sorted: Vec<i64> = lights.iter().map(|(here, _)| *here).collect();
        sorted.sort_unstable();
        let Some(ground) = sorted.get(sorted.len() / 2) else { return false };
        let is_other = |a: i64, b: i64| (a - b).abs() > DIFFERS;
        let standing_out = lights.iter().filter(|(here, _)| is_other(*here, *ground)).count();
        let different = lights.iter().filter(|(here, there)| is_other(*here, *there)).count();
        // What stands out is what tells one place from another: most of it must be there.
        standing_out >= STANDS_OUT
            && different * 100 <= lights.len() * MAY_DIFFER
            && different * 2 < standing_out
    }

    /// Covers an area.
    pub(super) fn cover(&mut self, part: Part) {
        let covered = self.rectangle(part).grown(1);
        self.fill(covered, COVER);
    }

    /// Puts a frame around an area; says where it stands, unless that is all of the picture.
    pub(super) fn frame(&mut self, part: Part) -> Option<Area> {
        /// A larger part of the picture is the page, and no place on it.
        const LARGEST: f64 = 0.7;
        if part.width * part.height > LARGEST {
            return None;
        }
        let target = self.rectangle(part);
        for (from, to, colour) in [(0, EDGE_ENDS, EDGE), (EDGE_ENDS, FRAME_ENDS, FRAME)] {
            let (inner, outer) = (target.grown(from), target.grown(to));
            self.fill(Rectangle { bottom: inner.top, ..outer }, colour);
            self.fill(Rectangle { top: inner.bottom, ..outer }, colour);
            self.fill(Rectangle { right: inner.left, ..outer }, colour);
            self.fill(Rectangle { left: inner.right, ..outer }, colour);
        }
        let whole = self.within(target.grown(FRAME_ENDS));
        let side = |from: i64, to: i64| u32::try_from(to - from).ok().filter(|side| *side > 0);
        Some(Area {
            left: u32::try_from(whole.left).ok()?,
            top: u32::try_from(whole.top).ok()?,
            width: side(whole.left, whole.right)?,
            height: side(whole.top, whole.bottom)?,
        })
    }

    /// The picture as a file; none where it cannot be packed.
    pub(super) fn packed(&self) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        JpegEncoder::new_with_quality(&mut content, QUALITY).encode_image(&self.0).ok()?;
        Some(content)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a side has at most 8192 pixels")]
    fn rectangle(&self, part: Part) -> Rectangle {
        let (width, height) = (f64::from(self.0.width()), f64::from(self.0.height()));
        Rectangle {
            left: (part.left * width).floor() as i64,
            top: (part.top * height).floor() as i64,
            right: ((part.left + part.width) * width).ceil() as i64,
            bottom: ((part.top + part.height) * height).ceil() as i64,
        }
    }

    /// As much of an area as is in the picture.
    fn within(&self, area: Rectangle) -> Rectangle {
        let (width, height) = (i64::from(self.0.width()), i64::from(self.0.height()));
        Rectangle {
            left: area.left.clamp(0, width),
            top: area.top.clamp(0, height),
            right: area.right.clamp(0, width),
            bottom: area.bottom.clamp(0, height),
        }
    }

    /// The whole squares of an area.
    fn squares(&self, area: Rectangle) -> Vec<Rectangle> {
        let area = self.within(area);
        let starts =
            |from: i64, to: i64| (0..(to - from) / SQUARE).map(move |one| from + one * SQUARE);
        let row = |top: i64| {
            starts(area.left, area.right).map(move |left| Rectangle {
                left,
                top,
                right: left + SQUARE,
                bottom: top + SQUARE,
            })
        };
        starts(area.top, area.bottom).flat_map(row).collect()
    }

    /// How light an area is on the whole, from 0 to 255.
    fn light(&self, area: Rectangle) -> i64 {
        let (mut sum, mut count) = (0, 0);
        self.each(area, |pixel| {
            let [red, green, blue] = pixel.0.map(i64::from);
            // What the eye sees of the three colours (ITU-R BT.601).
            sum += (red * 299 + green * 587 + blue * 114) / 1000;
            count += 1;
        });
        if count == 0 { 0 } else { sum / count }
    }

    fn each(&self, area: Rectangle, mut look: impl FnMut(&Rgb<u8>)) {
        let area = self.within(area);
        for y in area.top..area.bottom {
            for x in area.left..area.right {
                if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y))
                    && let Some(pixel) = self.0.get_pixel_checked(x, y)
                {
                    look(pixel);
                }
            }
        }
    }

    fn fill(&mut self, area: Rectangle, colour: Rgb<u8>) {
        let area = self.within(area);
        for y in area.top..area.bottom {
            for x in area.left..area.right {
                if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y))
                    && let Some(pixel) = self.0.get_pixel_mut_checked(x, y)
                {
                    *pixel = colour;
                }
            }
        }
    }
}

impl Rectangle {
    const fn grown(self, by: i64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    const fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const FIELD: Part = Part { left: 0.3, top: 0.4, width: 0.3, height: 0.1 };

    /// A page with a heading and two fields, the lower one as far down as is said, with what
    /// stands in it. 400 by 300 pixels.
    pub(in crate::recording) fn page(down: u32, typed: u32) -> Picture {
        let mut image = RgbImage::from_pixel(400, 300, Rgb([250, 250, 250]));
        let mut fill = |left: u32, top: u32, width: u32, height: u32, light: u8| {
            for y in top..(top + height).min(300) {
                for x in left..left + width {
                    image.put_pixel(x, y, Rgb([light; 3]));
                }
            }
        };
        fill(20, 20, 160, 24, 20);
        // The label and the outline of the field.
        fill(120, down - 20, 60, 8, 30);
        fill(120, down, 120, 30, 90);
        fill(122, down + 2, 116, 26, 255);
        for letter in 0..typed {
            fill(128 + letter * 10, down + 10, 6, 10, 0);
        }
        let content = Canvas(image).packed().unwrap();
        Picture { kind: PictureKind::Jpeg, content, point: None }
    }

    fn open(picture: &Picture) -> Canvas {
        Canvas::open(picture).unwrap()
    }

    #[test]
    fn a_field_that_has_not_moved_is_found_by_its_surroundings() {
        let typed = open(&page(120, 6));
        assert!(open(&page(120, 0)).shows_there(&typed, FIELD), "before typing");
        assert!(open(&page(120, 6)).shows_there(&typed, FIELD), "after typing");
    }

    #[test]
    fn a_field_that_has_moved_is_told_from_one_that_has_not() {
        let typed = open(&page(120, 6));
        for down in [90, 112, 128, 150, 260] {
            assert!(!open(&page(down, 6)).shows_there(&typed, FIELD), "{down}");
        }
        let empty = Canvas(RgbImage::from_pixel(400, 300, Rgb([250; 3])));
        assert!(!empty.shows_there(&empty, FIELD), "an empty place is no field");
    }

    #[test]
    fn what_is_covered_is_gone_from_the_file() {
        let covered = |typed: u32| {
            let mut canvas = open(&page(120, typed));
            canvas.cover(FIELD);
            canvas.packed().unwrap()
        };
        // Nothing of what was typed makes a difference any more, but for the noise that the
        // first packing left around the field.
        let (one, other) = (covered(3), covered(9));
        let reopened =
            |content: Vec<u8>| open(&Picture { kind: PictureKind::Jpeg, content, point: None });
        let (one, other) = (reopened(one), reopened(other));
        let inside = one.rectangle(FIELD);
        for square in one.squares(inside) {
            assert!((one.light(square) - other.light(square)).abs() <= 2);
            assert!((one.light(square) - 90).abs() <= 4, "{}", one.light(square));
        }
    }

    #[test]
    fn a_frame_stands_around_its_target_and_is_measured_in_pixels() {
        let mut canvas = open(&page(120, 0));
        let area = canvas.frame(FIELD).unwrap();
        assert_eq!(area, Area { left: 116, top: 116, width: 128, height: 38 });
        assert_eq!(canvas.0.get_pixel(117, 130), &FRAME);
        assert_eq!(canvas.0.get_pixel(119, 130), &EDGE);
        let whole = Part { left: 0.0, top: 0.0, width: 1.0, height: 1.0 };
        assert_eq!(canvas.frame(whole), None);
        let corner = Part { left: 0.0, top: 0.0, width: 0.1, height: 0.1 };
        assert_eq!(canvas.frame(corner).map(|area| (area.left, area.top)), Some((0, 0)));
    }

    #[test]
    fn the_same_picture_becomes_the_same_bytes() {
        let packed = || open(&page(120, 2)).packed();
        assert_eq!(packed(), packed());
    }

    #[test]
    fn what_cannot_be_opened_is_no_picture() {
        let whole = page(120, 2);
        for content in [vec![], vec![0xff, 0xd8, 0xff], whole.content[..20].to_vec()] {
            let picture = Picture { kind: PictureKind::Jpeg, content, point: None };
            assert!(Canvas::open(&picture).is_none());
        }
        // The height in the header of the first frame, of 8193.
        let mut tall = whole;
        let header = tall.content.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        tall.content[header + 5..header + 7].copy_from_slice(&8193_u16.to_be_bytes());
        assert!(Canvas::open(&tall).is_none());
    }
}

use super::*;
use crate::calendar::Date;
use crate::report::{Category, Series, Tone};

/// The least widths at which columns are shown, in pixels: 26rem and 46rem in `overview.css`.
const NARROW: usize = 416;
const BROAD: usize = 736;
/// A wide letter of 11 and of 12 pixels, in tenths of a pixel.
const SMALL: usize = 70;
const LETTER: usize = 76;

fn series() -> Vec<Series> {
    let named = [("overdue", Tone::Bad), ("due soon", Tone::Notice), ("later", Tone::Plain)];
    named.map(|(name, tone)| Series { name, tone }).to_vec()
}

/// Documents due around 2026-11-22, `each` in every month of six years, and one far away.
fn due(each: usize) -> Chart {
    let mut days = vec![(Date::new(1999, 1, 1).unwrap(), 0)];
    for month in 0..72_i16 {
        let day = Date::new(2023 + month / 12, i8::try_from(month % 12).unwrap() + 1, 3).unwrap();
        days.extend(std::iter::repeat_n((day, usize::try_from(month % 3).unwrap()), each));
    }
    Chart::by_month("Next review", "documents", series(), &days, Date::new(2026, 11, 22).unwrap())
}

fn ages(number: i16) -> Chart {
    let day = |index: i16| (Date::new(2020 + index % 7, 6, 1).unwrap(), 0);
    let days: Vec<_> = (0..number).map(day).collect();
    let series = vec![Series { name: "documents", tone: Tone::Notice }];
    Chart::by_age("Age", "documents", series, &days, Date::new(2026, 11, 22).unwrap())
}

fn named(name: &str, values: &[usize]) -> Chart {
    let category = Category {
        label: name.into(),
        tick: name.into(),
        values: values.to_vec(),
        ..Category::default()
    };
    Chart {
        scale: Scale::Names,
        series: series(),
        categories: vec![category.clone(), category],
        ..Chart::default()
    }
}

fn all() -> Vec<(Chart, usize)> {
    vec![
        (due(0), NARROW),
        (due(1), BROAD),
        (due(40), BROAD),
        (due(9000), BROAD),
        (ages(1), NARROW),
        (ages(700), NARROW),
        (named("@ana", &[3, 0, 100_000]), NARROW),
        (named(&"a".repeat(300), &[1, 1, 1_000_000]), NARROW),
        (named("@ben", &[0, 0, 0]), NARROW),
    ]
}

/// The left and the right edge of words, in tenths of a pixel of a drawing of this width.
fn edges(words: &Words, width: usize, is_middle: bool) -> (usize, usize) {
    let at = words.x * width * 10 / WHOLE + words.dx * 10;
    let letter = if is_middle { SMALL } else { LETTER };
    let length = words.text.chars().count() * letter;
    if is_middle { (at.saturating_sub(length / 2), at + length / 2) } else { (at, at + length) }
}

#[test]
fn every_bar_lies_inside_its_drawing() {
    for (chart, width) in all() {
        for drawing in [columns::draw(&chart), rows::draw(&chart)] {
            for bar in drawing.marks.iter().flat_map(|mark| &mark.bars) {
                let right = (bar.x + bar.width) * width / WHOLE + drawing.gutter;
                assert!(right <= width, "{bar:?} {drawing:?}");
                assert!(bar.y + bar.height <= drawing.height * 10, "{bar:?} {drawing:?}");
                assert!(bar.width > 0 && bar.height > 0, "{bar:?}");
            }
        }
    }
}

#[test]
fn every_number_that_is_not_nought_has_a_bar_and_no_other() {
    for (chart, _) in all() {
        for drawing in [columns::draw(&chart), rows::draw(&chart)] {
            for (mark, category) in drawing.marks.iter().zip(&chart.categories) {
                let there = category.values.iter().filter(|value| **value > 0).count();
                assert_eq!(mark.bars.len(), there, "{category:?}");
            }
            assert_eq!(drawing.marks.len(), chart.categories.len());
        }
    }
}

#[test]
fn bars_of_one_category_follow_each_other_without_a_gap() {
    for mark in columns::draw(&due(40)).marks {
        for pair in mark.bars.windows(2) {
            assert_eq!(pair[1].y + pair[1].height, pair[0].y);
        }
    }
    for mark in rows::draw(&named("@ana", &[2, 3, 5])).marks {
        for pair in mark.bars.windows(2) {
            assert_eq!(pair[0].x + pair[0].width, pair[1].x);
        }
    }
}

#[test]
fn heights_are_as_the_numbers() {
    let drawing = columns::draw(&Chart { scale: Scale::Sequence, ..named("a", &[30, 0, 10]) });
    let heights: Vec<usize> = drawing.marks[0].bars.iter().map(|bar| bar.height).collect();
    assert_eq!(heights[0], 3 * heights[1]);
}

#[test]
fn words_of_columns_do_not_touch_each_other() {
    for (chart, width) in all() {
        let drawing = columns::draw(&Chart { scale: Scale::Sequence, ..chart });
        if drawing.marks.len() < 3 {
            continue;
        }
        let words = || drawing.marks.iter().flat_map(|mark| &mark.words).chain(&drawing.words);
        for class in ["tick", "group", "value"] {
            let same: Vec<(usize, usize, usize)> = words()
                .filter(|words| words.class == class)
                .map(|words| (edges(words, width, true), words.y))
                .map(|((left, right), y)| (left, right, y))
                .collect();
            for pair in same.windows(2) {
                // Numbers at different heights pass each other.
                let is_beside = pair[0].2.abs_diff(pair[1].2) < 100;
                assert!(!is_beside || pair[0].1 <= pair[1].0, "{class} {pair:?} of {width}");
            }
        }
    }
}

#[test]
fn more_columns_than_there_is_room_for_are_not_all_named() {
    let category = Category { tick: "week".into(), values: vec![1], ..Category::default() };
    let chart = Chart {
        series: vec![Series { name: "all", tone: Tone::Plain }],
        categories: vec![category; 100],
        ..Chart::default()
    };
    let drawing = columns::draw(&chart);
    let named = drawing.marks.iter().flat_map(|mark| &mark.words);
    assert_eq!(named.filter(|words| words.class == "tick").count(), 25);
}

#[test]
fn words_of_rows_stand_inside_a_small_screen() {
    // What a phone of 320 pixels leaves beside the margins.
    let width = 280;
    for (chart, _) in all() {
        let drawing = rows::draw(&chart);
        for mark in &drawing.marks {
            let value = mark.words.iter().find(|words| words.class.starts_with("value")).unwrap();
            assert!(edges(value, width, false).1 <= width * 10, "{value:?}");
            let label = mark.words.iter().find(|words| words.class == "label").unwrap();
            let is_beside = drawing.gutter > 0;
            assert!(!is_beside || label.text.chars().count() * 70 <= drawing.gutter * 10 - 20);
            assert!(label.text.chars().count() <= 44);
        }
    }
}

#[test]
fn a_chart_of_nothing_says_so_and_draws_nothing() {
    let mut html = String::new();
    write(&Chart { title: "Due", unit: "documents", ..due(0).emptied() }, &mut html);
    assert!(html.contains("There is nothing to count.") && !html.contains("<svg"), "{html}");
}

#[test]
fn one_document_is_one_full_column() {
    let drawing = columns::draw(&ages(1));
    let bars: Vec<&Bar> = drawing.marks.iter().flat_map(|mark| &mark.bars).collect();
    assert_eq!(bars.len(), 1);
    assert_eq!((bars[0].y, bars[0].height), (200, 1500));
}

#[test]
fn places_are_written_without_needless_noughts() {
    assert_eq!(
        (percent(0), percent(100_000), percent(12_340)),
        ("0".into(), "100".into(), "12.34".into())
    );
    assert_eq!(
        (tenths(1500), tenths(1505), percent(5)),
        ("150".into(), "150.5".into(), "0.005".into())
    );
    assert_eq!(
        (brief(9999), brief(12_345), brief(12_345_678)),
        ("9999".into(), "12k".into(), "12M".into())
    );
}

impl Chart {
    fn emptied(mut self) -> Self {
        self.categories.clear();
        self
    }
}

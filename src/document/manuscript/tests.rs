use super::*;
use crate::document::profile::Profile;

/// A text in short: tags, labels and words.
fn short(body: &str) -> String {
    typed("", body)
}

fn typed(fields: &str, body: &str) -> String {
    let front = if fields.is_empty() { String::new() } else { format!("---\n{fields}---\n") };
    let document = Document::read(format!("{front}{body}"), Profile::sopctl());
    let mut open = Vec::new();
    let parts = document.manuscript().parts.into_iter().map(|part| match part {
        Part::Opens(element) => {
            let (name, said) = named(&element);
            open.push(name);
            format!("<{name}{said}>")
        }
        Part::Closes => format!("</{}>", open.pop().expect("what closes was opened")),
        Part::Words(words) => words.untrusted().to_owned(),
        Part::Code(code) => format!("`{}`", code.untrusted()),
        Part::Break => "⏎".to_owned(),
        Part::Listing(code) => format!("<<{}>>", code.untrusted()),
        Part::Picture(picture) => {
            format!("({} {})", picture.description.untrusted(), picture.destination)
        }
        Part::Note(number) => format!("[{number}]"),
        Part::Rule => "---".to_owned(),
    });
    let short = parts.collect::<String>().replace("\n</", "</");
    assert!(open.is_empty(), "{open:?} is left open in {body}");
    short
}

fn named(element: &Element) -> (&'static str, String) {
    let none = String::new();
    match element {
        Element::Heading(level) => ("h", level.to_string()),
        Element::Paragraph => ("p", none),
        Element::Division => ("div", none),
        Element::List => ("l", none),
        Element::Item { label, ticked } => {
            let label = match label {
                Label::None => "",
                Label::Point => "•",
                Label::Words(words) => words.untrusted(),
            };
            let tick = ticked.map_or("", |ticked| if ticked { "x" } else { "o" });
            ("i", format!(" {label}{tick}"))
        }
        Element::Quote => ("q", none),
        Element::Box { name, title, warns } => {
            let sign = if *warns { "!" } else { "" };
            ("box", format!(" {}{sign} {}", name.untrusted(), title.untrusted()))
        }
        Element::Table => ("t", none),
        Element::Head => ("head", none),
        Element::Row => ("r", none),
        Element::Cell { names, align } => {
            let align = match align {
                Align::Unset => "",
                Align::Left => " left",
                Align::Centre => " centre",
                Align::Right => " right",
            };
            (if *names { "th" } else { "td" }, align.to_owned())
        }
        Element::Terms => ("dl", none),
        Element::Term => ("dt", none),
        Element::Meaning => ("dd", none),
        Element::Footnote(number) => ("n", number.to_string()),
        Element::Strong => ("b", none),
        Element::Emphasis => ("e", none),
        Element::Struck => ("s", none),
        Element::Raised => ("sup", none),
        Element::Lowered => ("sub", none),
        Element::Typed => ("code", none),
        Element::Link(address) => ("a", format!(" {}", address.untrusted())),
    }
}

#[test]
fn every_list_keeps_its_numbers_its_bullets_and_its_levels() {
    assert_eq!(
        typed("type: policy\n", "1. Cash\n2. Cards\n   - one\n   - two\n3) Cheques\n"),
        "<l><i 1.>Cash</i><i 2.>Cards<l><i •>one</i><i •>two</i></l></i></l><l><i 3)>Cheques</i></l>"
    );
    // Numbers are those that are typed as long as they rise.
    assert_eq!(short("1. a\n1. b\n5. c\n"), "<l><i 1.>a</i><i 2.>b</i><i 5.>c</i></l>");
    assert_eq!(short("7. a\n8. b\n"), "<l><i 7.>a</i><i 8.>b</i></l>");
}

#[test]
fn a_step_in_a_step_has_the_number_by_which_the_program_speaks_of_it() {
    let said = typed(
        "type: sop\n",
        "## Procedure\n\n1. Open the till.\n   1. Turn the key.\n   2. Lift the tray.\n2. Lock it.\n",
    );
    assert!(said.contains("<i 1.>Open the till.<l><i 1.1>Turn the key.</i><i 1.2>Lift"), "{said}");
    assert!(said.ends_with("<i 2.>Lock it.</i></l>"), "{said}");
}

#[test]
fn labels_that_people_type_stay_and_begin_a_line() {
    assert_eq!(short("## 4. Scope\n"), "<h2>4. Scope</h>");
    assert_eq!(
        short("4.1 Cold goods\n4.1.1 Fish\nand meat\n4.1.2 Milk\n"),
        "<p>4.1 Cold goods⏎4.1.1 Fish and meat⏎4.1.2 Milk</p>"
    );
    assert_eq!(short("a) One\nb) Two\n"), "<p>a) One⏎b) Two</p>");
    assert_eq!(short("**(a)** One\n**(b)** Two\n"), "<p><b>(a)</b> One⏎<b>(b)</b> Two</p>");
}

#[test]
fn check_boxes_are_boxes_and_say_whether_they_are_ticked() {
    assert_eq!(
        short("- [ ] a\n- [x] b\n- c\n\n1. [ ] d\n"),
        "<l><i •o>a</i><i •x>b</i><i •>c</i></l><l><i 1.o>d</i></l>"
    );
}

#[test]
fn a_box_says_what_it_is() {
    assert_eq!(short("> [!WARNING]\n> Hot.\n"), "<box Warning! ><p>Hot.</p></box>");
    assert_eq!(short("> [!TIP]\n> Wait.\n"), "<box Tip ><p>Wait.</p></box>");
    assert_eq!(short("> Said.\n"), "<q><p>Said.</p></q>");
    assert_eq!(
        short("!!! danger \"Hot lamp\"\n    Wait.\n\nOn.\n"),
        "<box Danger! Hot lamp><p>Wait.</p></box><p>On.</p>"
    );
    assert_eq!(short(":::note\nWait.\n:::\n"), "<box Note ><p>Wait.</p></box>");
}

#[test]
fn what_a_program_would_put_in_stands_as_it_is_written() {
    assert_eq!(
        short("Above.\n\n{% include \"lamp.md\" %}\n\nBelow.\n"),
        "<p>Above.</p><p>`{% include \"lamp.md\" %}`</p><p>Below.</p>"
    );
}

#[test]
fn a_line_ends_where_it_was_broken_on_purpose() {
    assert_eq!(short("a\\\nb  \nc\nd<br>e\n"), "<p>a⏎b⏎c d⏎e</p>");
}

#[test]
fn a_footnote_has_one_number_where_it_is_named_and_where_it_stands() {
    assert_eq!(
        short("a[^key] b[^Two] c[^key]\n\n[^two]: Second.\n[^key]: First.\n"),
        "<p>a[1] b[2] c[1]</p><n2><p>Second.</p></n><n1><p>First.</p></n>"
    );
}

#[test]
fn a_table_keeps_its_head_its_empty_cells_and_its_columns() {
    assert_eq!(
        short("| a | b |\n|:--|--:|\n| 1 | `x` |\n| | **2** |\n"),
        "<t><head><th left>a</th><th right>b</th></head>\
         <r><td left>1</td><td right>`x`</td></r><r><td left></td><td right><b>2</b></td></r></t>"
    );
}

#[test]
fn a_picture_stands_where_it_was_put() {
    assert_eq!(
        short("Open ![the *lock*](img/lock.png) and press.\n"),
        "<p>Open (the lock img/lock.png) and press.</p>"
    );
    assert_eq!(short("<img src=\"a&amp;b.png\" alt='x'>\n"), "<div>(x a&b.png)</div>");
}

#[test]
fn the_words_of_a_line_keep_their_weight_and_where_they_lead() {
    assert_eq!(
        short("**a** *b* ~~c~~ [d](e.md) H<sub>2</sub>O <kbd>F4</kbd>\n"),
        "<p><b>a</b> <e>b</e> <s>c</s> <a e.md>d</a> H<sub>2</sub>O <code>F4</code></p>"
    );
}

#[test]
fn code_keeps_its_lines() {
    assert_eq!(short("```sh\na\n\n  b\n```\n"), "<<a\n\n  b>>");
}

#[test]
fn of_html_only_what_people_see_is_left_and_all_of_it_is_closed() {
    assert_eq!(
        short("<table><tr><th>a<td>b &lt; c<tr><td>d</table>\n"),
        "<div><t><r><th>a</th><td>b < c</td></r><r><td>d</td></r></t></div>"
    );
    assert_eq!(short("<ol start=3><li>a<li>b</ol>\n"), "<div><l><i 3.>a</i><i 4.>b</i></l></div>");
    assert_eq!(short("<!-- a -->\n\n<script>alert(1)</script>\n"), "");
    assert_eq!(short("a <b>b\n\nc</b> d\n"), "<p>a <b>b</b></p><p>c d</p>");
    assert_eq!(short("<div onclick=x>a <unknown>b\n"), "<div><div>a b</div></div>");
}

#[test]
fn what_stands_too_deep_is_kept_flat() {
    let deep = format!("{}x", "- ".repeat(20_000));
    assert_eq!(short(&deep).matches("<i •>").count(), MOST_NESTED / 2);
    assert!(short(&"> ".repeat(20_000)).len() < 64 * 10);
    assert!(short(&"<a ".repeat(20_000)).len() >= 60_000);
}

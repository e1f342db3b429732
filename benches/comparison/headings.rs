//! Edits of headings and of whole sections.

use sopctl::source::Span;

use super::draft::Draft;
use super::random::Random;
use super::restructuring::stranger;
use super::stock::Stock;

/// The text of a heading in the source, without signs and number.
fn heading_words(draft: &Draft<'_>, section: usize) -> Option<Span> {
    let outline = draft.page.document.outline();
    let section = &outline.sections[section];
    let line = draft.page.at(section.span).trim_end();
    let is_plain = line.starts_with('#') && !line.contains(['\n', '{', '<', '`']);
    let at = line.find(section.title.as_str()).filter(|_| is_plain)?;
    let start = section.span.start + at;
    Some(Span::new(start, start + section.title.len()))
}

fn is_unit(draft: &Draft<'_>, section: usize) -> bool {
    let outline = draft.page.document.outline();
    let span = outline.sections[section].span;
    outline.units.iter().any(|unit| unit.span == span)
}

fn is_new_title(draft: &Draft<'_>, title: &str) -> bool {
    draft.page.document.outline().sections.iter().all(|section| section.title != title)
}

/// A heading gets another title.
pub(crate) fn rename(
    draft: &mut Draft<'_>,
    section: usize,
    page: usize,
    stock: &Stock,
    random: &mut Random,
) -> Option<()> {
    let span = heading_words(draft, section)?;
    // Half of the titles get one word more, half are others altogether.
    let title = match random.below(2) {
        0 => format!("{} {}", draft.page.at(span), stock.word(random, &[])?),
        _ => stock.title(random, page)?,
    };
    let is_free = draft.is_titled(section) && draft.fits(&[span]);
    if is_unit(draft, section) || !is_free || !is_new_title(draft, &title) {
        return None;
    }
    draft.patch(span, title);
    draft.retitle(section);
    Some(())
}

/// A section of another title with two paragraphs comes in before a heading.
pub(crate) fn add(
    draft: &mut Draft<'_>,
    section: usize,
    page: usize,
    stock: &Stock,
    random: &mut Random,
) -> Option<()> {
    heading_words(draft, section)?;
    let found = draft.page.document.outline().sections[section].clone();
    let at = Span::new(found.span.start, found.span.start);
    let title = stock.title(random, page)?;
    let begins_line = draft.page.body()[..at.start].ends_with('\n');
    // In a document whose headings are steps a new section could be one.
    let sections = draft.page.document.outline().sections.len();
    let has_steps = (0..sections).any(|section| is_unit(draft, section));
    let is_free = found.level > 1 && begins_line && draft.fits(&[at]);
    if has_steps || !is_free || !is_new_title(draft, &title) {
        return None;
    }
    let paragraphs = [stranger(draft, page, stock, random)?, stranger(draft, page, stock, random)?];
    let signs = "#".repeat(usize::from(found.level));
    let [one, other] = &paragraphs;
    draft.patch(at, format!("{signs} {title}\n\n{one}\n\n{other}\n\n"));
    draft.add_section(at.start, &title, &paragraphs);
    Some(())
}

/// A section goes that holds no other.
pub(crate) fn remove(draft: &mut Draft<'_>, section: usize) -> Option<()> {
    heading_words(draft, section)?;
    let outline = draft.page.document.outline();
    let found = &outline.sections[section];
    let next = outline.sections.get(section + 1);
    let is_leaf = next.is_none_or(|next| next.parent != Some(section));
    let units: Vec<usize> = (0..outline.units.len())
        .filter(|unit| outline.units[*unit].section == Some(section))
        .collect();
    let end = next.map_or(draft.page.body().len(), |next| next.span.start);
    let span = Span::new(found.span.start, end);
    let all_free = units.iter().all(|unit| draft.is_free(*unit) && draft.can_go(*unit));
    let is_alone = is_leaf && found.level > 1 && !is_unit(draft, section);
    // What others refer to must stay: the meaning of footnotes and of link labels.
    let defines = draft.page.at(span).lines().any(|line| line.trim_start().starts_with('['));
    let is_small = (1..=8).contains(&units.len()) && !defines;
    if !is_alone || !is_small || !all_free || !draft.is_titled(section) || !draft.fits(&[span]) {
        return None;
    }
    draft.patch(span, "");
    draft.remove_section(section);
    Some(())
}

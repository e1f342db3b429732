//! The plan of reviews as a page: by month and by owner, then one by one.

use crate::calendar::Date;
use crate::report::{Block, Chart, Line, Series, Tone, View};

use super::view::{body, head};
use super::{Plan, Planned};

pub(super) fn of(plan: &Plan) -> View {
    let title = Line::new().text("Reviews planned on ").date(plan.context.as_of);
    let mut blocks = vec![Block::Title(title), Block::Facts(plan.context.facts())];
    blocks.push(Block::Prose(head(plan)));
    let shown: Vec<&Planned> = plan.shown().collect();
    if !shown.is_empty() {
        blocks.push(Block::Chart(by_month(&shown, plan.context.as_of)));
        blocks.push(Block::Chart(by_owner(&shown)));
    }
    blocks.extend(body(plan));
    View { blocks }
}

fn series() -> Vec<Series> {
    vec![
        Series { name: "overdue", tone: Tone::Bad },
        Series { name: "to come", tone: Tone::Notice },
    ]
}

fn by_month(shown: &[&Planned], today: Date) -> Chart {
    let days: Vec<(Date, usize)> =
        shown.iter().filter_map(|one| Some((one.day()?, one.series()))).collect();
    Chart::by_month("Reviews by month", "reviews", series(), &days, today)
}

fn by_owner(shown: &[&Planned]) -> Chart {
    let names: Vec<(Option<&str>, usize)> =
        shown.iter().map(|one| (one.owner.as_deref(), one.series())).collect();
    Chart::by_name("Reviews by owner", "reviews", "Owner", series(), &names, "no owner")
}

impl Planned {
    fn series(&self) -> usize {
        usize::from(self.days_overdue.is_none())
    }
}

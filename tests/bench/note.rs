//! The text of one made-up note: headings, paragraphs with links, lists, tables, code, footnotes.
//!
//! Never refers to a note that is not written: a link's target is picked by its number.

use std::fmt::Write as _;

use crate::code;
use crate::corpus::{Head, Plan};
use crate::random::Random;
use crate::words::{Words, capital};

const HEADINGS: [&str; 12] = [
    "In short",
    "What happened",
    "How it looked at the time",
    "What made it possible",
    "What went well",
    "What we learned",
    "What we tried",
    "What surprised us",
    "Where else this holds",
    "How to do it",
    "When not to",
    "What is still open",
];

/// Returns note number `index` with its front matter.
pub fn text(plan: &Plan, index: usize) -> String {
    let random = &mut Random::new(plan.seed, 1_000 + index as u64);
    let head = &plan.heads[index];
    let mut note = Writer { plan, head, random, footnotes: Vec::new(), links: 0 };
    note.links = note.random.within(3..9);
    let mut text = note.front_matter();
    text.push_str(&note.body());
    text
}

struct Writer<'a> {
    plan: &'a Plan,
    head: &'a Head,
    random: &'a mut Random,
    footnotes: Vec<String>,
    /// Links still to be placed.
    links: usize,
}

impl Writer<'_> {
    fn words(&self) -> &Words {
        &self.plan.words
    }

    fn front_matter(&mut self) -> String {
        let plan = self.plan;
        let mut topics: Vec<&str> =
            (0..self.random.within(2..6)).map(|_| plan.topics[plan.topic_ranks.pick(self.random)].as_str()).collect();
        topics.sort_unstable();
        topics.dedup();
        let mut authors: Vec<&str> =
            (0..self.random.within(1..4)).map(|_| self.random.one_of(&plan.people).as_str()).collect();
        authors.sort_unstable();
        authors.dedup();
        let system = self.random.pick(&crate::corpus::SYSTEMS);
        let summary = capital(&plan.words.some(self.random, 16));
        let Head { title, team, kind, date, .. } = self.head;
        let (topics, authors) = (topics.join(", "), authors.join(", "));
        format!(
            "---\ntitle: \"{title}\"\nkind: {kind}\ndate: {date}\nteam: {team}\ntopics: [{topics}]\nsystems: [{system}]\nauthors: [{authors}]\nsummary: {summary}.\n---\n\n"
        )
    }

    fn body(&mut self) -> String {
        let mut parts = vec![self.paragraph()];
        let wanted = self.random.within(2_300..6_600);
        let mut codes = if self.random.chance(0.4) { self.random.within(1..4) } else { 0 };
        let first = self.random.within(0..HEADINGS.len());
        let mut section = 0;
        while parts.iter().map(String::len).sum::<usize>() < wanted || codes > 0 {
            let heading = HEADINGS[(first + section) % HEADINGS.len()];
            parts.push(if section < HEADINGS.len() {
                format!("## {heading}")
            } else {
                format!("## Further, {section}")
            });
            section += 1;
            parts.push(self.paragraph());
            if codes > 0 {
                codes -= 1;
                parts.push(code::piece(self.random, &self.plan.words));
            }
            if self.random.chance(0.55) {
                parts.push(self.block());
            }
            if self.random.chance(0.3) {
                parts.push(format!("### {}", capital(&self.plan.words.some(self.random, 3))));
                parts.push(self.paragraph());
            }
        }
        if self.links > 0 {
            parts.push("## Related notes".to_owned());
            let mut list = String::new();
            while self.links > 0 {
                let _ = writeln!(list, "- {}", self.link());
            }
            parts.push(list.trim_end().to_owned());
        }
        let footnotes = self.footnotes.iter().enumerate();
        parts.extend(footnotes.map(|(at, text)| format!("[^{}]: {text}.", at + 1)));
        parts.join("\n\n") + "\n"
    }

    fn paragraph(&mut self) -> String {
        let sentences: Vec<String> = (0..self.random.within(2..6)).map(|_| self.sentence() + ".").collect();
        sentences.join(" ")
    }

    fn sentence(&mut self) -> String {
        let count = self.random.within(7..22);
        let mut words: Vec<String> = (0..count).map(|_| self.plan.words.any(self.random).to_owned()).collect();
        words[0] = capital(&words[0]);
        if self.random.chance(0.3) {
            words[count / 2].push(',');
        }
        if self.random.chance(0.12) {
            words[count - 2] = format!("**{}**", words[count - 2]);
        }
        if self.random.chance(0.12) {
            words[count - 1] = format!("`{}`", words[count - 1]);
        }
        if self.links > 0 && self.random.chance(0.3) {
            words.push(format!("(see {})", self.link()));
        }
        let mut text = words.join(" ");
        if self.random.chance(0.03) {
            self.footnotes.push(capital(&self.plan.words.some(self.random, 9)));
            let _ = write!(text, "[^{}]", self.footnotes.len());
        }
        text
    }

    /// A list, a table, a quotation or a picture.
    fn block(&mut self) -> String {
        let lines = self.random.within(3..7);
        let few = |writer: &mut Self| {
            let count = writer.random.within(3..12);
            capital(&writer.plan.words.some(writer.random, count))
        };
        match self.random.within(0..24) {
            0..10 => (0..lines).map(|_| format!("- {}", few(self))).collect::<Vec<_>>().join("\n"),
            10..14 => (1..=lines).map(|at| format!("{at}. {}", few(self))).collect::<Vec<_>>().join("\n"),
            14..18 => (0..lines)
                .map(|_| format!("- [{}] {}", if self.random.chance(0.5) { "x" } else { " " }, few(self)))
                .collect::<Vec<_>>()
                .join("\n"),
            18..21 => {
                let head = format!(
                    "| {} | {} | Count |\n| --- | --- | ---: |",
                    self.words().trade()[0],
                    self.words().trade()[1]
                );
                let rows = (0..lines).map(|_| {
                    format!(
                        "\n| {} | {} | {} |",
                        self.plan.words.some(self.random, 2),
                        self.plan.words.some(self.random, 3),
                        self.random.within(1..9_000)
                    )
                });
                head + &rows.collect::<String>()
            }
            21..23 => format!("> {}.\n> {}.", few(self), few(self)),
            _ => format!("![{}](../images/picture-{}.png)", few(self), self.random.within(0..crate::corpus::PICTURES)),
        }
    }

    fn link(&mut self) -> String {
        self.links -= 1;
        let target = self.random.one_of(&self.plan.heads);
        let folder = if target.team == self.head.team { String::new() } else { format!("../{}/", target.team) };
        format!("[{}]({folder}{}.md)", target.title, target.slug)
    }
}

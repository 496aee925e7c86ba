//! Writes callouts: what stands beside the text, or what folds.
//!
//! What is one, and of which sort, was settled before by `markdown/callout.rs`.

use std::ops::Range;

use pulldown_cmark_escape::escape_html;

use super::Writer;
use crate::note::token::Token;

impl Writer<'_> {
    /// Begins the quotation or callout that begins with this event. Returns how many events were used up.
    pub(super) fn open_quote(&mut self, at: usize, range: &Range<usize>) -> usize {
        self.flush();
        let Some(callout) = self.callouts.get(&at) else {
            if self.deeper(range) {
                self.out.push_str("<blockquote>\n");
            }
            self.quotes.push("</blockquote>\n");
            return 1;
        };
        let (sort, events, folds) = (callout.sort, callout.title_events.clone(), callout.folds);
        let mut word = String::new();
        match &callout.named {
            Some(name) => _ = escape_html(&mut word, name),
            None => word = Token::Word(sort.word).text(),
        }
        let mut label = word.clone();
        if let Some(title) = &callout.title {
            label.push_str(": ");
            let _ = escape_html(&mut label, title);
        }
        let titled = callout.title.is_some();
        let written = self.deeper(range);
        if written {
            let icon = Token::Icon(sort.icon).text();
            let name = sort.name;
            self.kept(match folds {
                Some(true) => {
                    format!("<details class=\"callout\" data-c=\"{name}\" open><summary class=\"lab\">{icon}")
                }
                Some(false) => format!("<details class=\"callout\" data-c=\"{name}\"><summary class=\"lab\">{icon}"),
                None => {
                    format!("<div class=\"callout\" role=\"note\" data-c=\"{name}\" aria-label=\"{label}\"><p class=\"lab\">{icon}")
                }
            });
            // Its sort is told by more than its colour, also where the title says something else.
            self.kept(if titled { format!("<span class=\"unseen\">{word}: </span><span>") } else { word });
        }
        let mut next = events.start;
        while next < events.end {
            next += self.event(next);
        }
        self.flush();
        if written {
            let title = if titled { "</span>" } else { "" };
            self.kept(format!("{title}{}\n", if folds.is_some() { "</summary>" } else { "</p>" }));
        }
        self.quotes.push(if folds.is_some() { "</details>\n" } else { "</div>\n" });
        1 + events.len()
    }

    /// Ends the quotation or callout that was begun last.
    pub(super) fn close_quote(&mut self) {
        self.flush();
        let closing = self.quotes.pop().unwrap_or_default();
        if self.shallower() {
            match closing {
                "</blockquote>\n" => self.out.push_str(closing),
                closing => self.kept(closing.to_string()),
            }
        }
    }
}

//! The sentence around a link, for the note that it leads to.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The most characters shown on each side of a link.
const SIDE: usize = 140;

/// Returns the rest of the sentence before and after a stretch of plain text.
pub fn around(text: &str, link: Range<usize>) -> (String, String) {
    // What is further away than twice what is shown can decide nothing.
    let mut start = text[..link.start].char_indices().rev().nth(2 * SIDE).map_or(0, |(at, _)| at);
    let mut end = text.len();
    let window = start;
    for (at, sentence) in text[window..].split_sentence_bound_indices() {
        let at = window + at;
        if at <= link.start {
            start = at;
        }
        let stop = at + sentence.len();
        if stop >= link.end {
            end = stop;
            break;
        }
    }
    (last_words(text[start..link.start].trim_start()), first_words(text[link.end..end].trim_end()))
}

/// Returns a text cut after a whole sentence where one ends early enough, else after a word.
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let mut end = 0;
    for (at, sentence) in text.split_sentence_bound_indices() {
        let stop = at + sentence.trim_end().len();
        if text[..stop].chars().count() > most {
            break;
        }
        end = stop;
    }
    if text[..end].chars().count() * 3 >= most {
        return text[..end].to_string();
    }
    format!("{} …", whole_words(text, most).trim_end_matches([',', ';', ':', ' ']))
}

fn whole_words(text: &str, most: usize) -> &str {
    let cut = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    let space = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    &text[..space]
}

fn first_words(text: &str) -> String {
    if text.chars().count() <= SIDE { text.to_string() } else { format!("{} …", whole_words(text, SIDE)) }
}

fn last_words(text: &str) -> String {
    let count = text.chars().count();
    if count <= SIDE {
        return text.to_string();
    }
    let cut = text.char_indices().nth(count - SIDE).map_or(0, |(at, _)| at);
    let space = text[cut..].find(char::is_whitespace).map_or(cut, |at| cut + at);
    format!("… {}", text[space..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sentence_with_the_link_is_kept() {
        let text = "It rained. We read the night run twice. Then we slept.";
        let at = text.find("the night run").expect("it is there");
        let (before, after) = around(text, at..at + "the night run".len());
        assert_eq!((before.as_str(), after.as_str()), ("We read ", " twice."));
    }

    #[test]
    fn a_long_sentence_is_cut_at_words_on_both_sides() {
        let text = format!("{}LINK{}", "word ".repeat(60), " word".repeat(60));
        let at = text.find("LINK").expect("it is there");
        let (before, after) = around(&text, at..at + 4);
        assert!(before.starts_with("… word") && before.chars().count() <= SIDE + 2, "{before}");
        assert!(after.ends_with("word …") && after.chars().count() <= SIDE + 2, "{after}");
    }

    #[test]
    fn a_summary_ends_with_a_sentence_where_it_can() {
        assert_eq!(shorten("One thing. Another, much longer thing follows here.", 30), "One thing.");
        assert_eq!(shorten("Just one long sentence, without a stop anywhere", 25), "Just one long sentence …");
    }
}

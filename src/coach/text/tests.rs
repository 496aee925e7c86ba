//! Where sentences and words begin and end.

use super::*;

fn cut(text: &str) -> Vec<String> {
    let stops = Stops { abbreviated: vec!["e.g".into(), "p.m".into()], ordinals: false };
    let shown = |piece: &Piece| match piece.sort {
        Sort::Short(word) => format!("={word}"),
        Sort::Possessive => "=s".to_string(),
        _ if piece.quoted => format!("“{}”", &text[piece.place.clone()]),
        _ => text[piece.place.clone()].to_string(),
    };
    let (mut sentences, mut cut) = (Sentences::new(text, &stops), Vec::new());
    while let Some(pieces) = sentences.next_pieces() {
        cut.push(pieces.iter().map(shown).collect::<Vec<_>>().join(" "));
    }
    cut
}

#[test]
fn sentences_end_where_a_reader_says_so() {
    assert_eq!(
        cut("It rained, e.g. today. We left at 4.30 p.m. for home. Why?"),
        ["It rained , e.g today", "We left at 4.30 p.m for home", "Why ?"]
    );
}

#[test]
fn contractions_are_taken_apart_and_possessives_known() {
    assert_eq!(
        cut("They didn't, can't and won't: it's the crew’s, the crews' job."),
        ["They did =not , can =not and won =not : it =is the crew =s , the crews =s job"]
    );
}

#[test]
fn quotations_are_marked_across_sentences() {
    assert_eq!(cut("Do not ask \"Who did it? Why?\" at all."), ["Do not ask “Who” “did” “it” “?”", "“Why” “?” at all"]);
    assert_eq!(
        cut("It says “human error” and 'pilot error' here"),
        ["It says “human” “error” and “pilot” “error” here"]
    );
}

#[test]
fn a_sentence_without_an_end_is_read_in_parts() {
    let stops = Stops::default();
    for part in ["the careless engineer and ", "\"so on ", "not ", "....", "(", "the crew's "] {
        let text = part.repeat(66_000);
        let (mut sentences, mut most) = (Sentences::new(&text, &stops), 0);
        while let Some(pieces) = sentences.next_pieces() {
            most = most.max(pieces.len());
        }
        // A word and the sign of its possessive are not parted.
        assert!(most <= LONGEST + 1, "{part}: {most}");
    }
}

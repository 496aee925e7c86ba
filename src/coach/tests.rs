//! The examples of each rule, and what a coach promises of all of them.

use super::parse::Sentence;
use super::rule::Rule;
use super::text::Sentences;
use super::words::Known;
use super::*;

const TOLD: Setting = Setting { told: true, actions: false };

fn every_rule(see: impl Fn(&Coach, &Category, &Rule) -> Vec<String>) {
    let mut wrong = Vec::new();
    for files in &language::LANGUAGES {
        let coach = Coach::of(files).unwrap_or_else(|why| panic!("{}: {why}", files.tag));
        for category in &coach.categories {
            wrong.extend(category.rules.iter().flat_map(|rule| see(&coach, category, rule)));
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n  {}", wrong.len(), wrong.join("\n  "));
}

#[test]
fn each_rule_finds_its_examples() {
    every_rule(|coach, category, rule| {
        let found = |text: &&String| {
            !coach.read(text, TOLD).iter().any(|found| {
                let by = &coach.categories[found.category];
                by.code == category.code
            })
        };
        rule.matches.iter().filter(found).map(|text| format!("{} {}: {text}", category.code, rule.name)).collect()
    });
}

#[test]
fn each_rule_leaves_alone_what_only_sounds_like_it() {
    every_rule(|coach, category, rule| {
        let told = |text: &String| {
            coach.read(text, TOLD).into_iter().next().map(|found| {
                let by = &coach.categories[found.category];
                format!("{} {}: {text} ({}: {})", category.code, rule.name, by.code, by.rules[found.rule].name)
            })
        };
        rule.spares.iter().filter_map(told).collect()
    });
}

#[test]
fn each_rule_has_examples_of_both_sorts() {
    every_rule(|_, category, rule| {
        let lacks = rule.matches.is_empty() || rule.spares.is_empty();
        lacks.then(|| format!("{} {}", category.code, rule.name)).into_iter().collect()
    });
}

#[test]
fn a_rewrite_is_found_fault_with_by_no_rule() {
    every_rule(|coach, category, rule| {
        let mut wrong = Vec::new();
        for text in &rule.matches {
            for found in coach.read(text, TOLD) {
                if let Some((place, put)) = found.rewrite {
                    let text = format!("{}{put}{}", &text[..place.start], &text[place.end..]);
                    if let Some(again) = coach.read(&text, TOLD).first() {
                        wrong.push(format!(
                            "{} {}: {text} ({})",
                            category.code, rule.name, coach.categories[again.category].code
                        ));
                    }
                }
            }
        }
        wrong
    });
}

fn rewritten(text: &str) -> Option<String> {
    let found = Coach::english().read(text, TOLD).into_iter().next()?;
    let (place, put) = found.rewrite?;
    Some(format!("{}{put}{}", &text[..place.start], &text[place.end..]))
}

#[test]
fn rewrites_are_whole_sentences() {
    for (text, kinder) in [
        ("The team should have caught this in review.", "This was not caught in review."),
        ("The labels should have been checked.", "The labels were not checked."),
        ("The team should have checked the logs.", "The logs were not checked."),
        ("We should have read the results.", "The results were not read."),
        ("The updates should have been checked.", "The updates were not checked."),
        ("The reports should have been checked.", "The reports were not checked."),
        ("The requests should have been checked.", "The requests were not checked."),
        ("The reviews should have been checked.", "The reviews were not checked."),
        ("The limits should have been checked.", "The limits were not checked."),
        ("The log should have been checked.", "The log was not checked."),
        ("The driver should have told the depot yesterday.", "The depot was not told yesterday."),
        ("A trainee accidentally deleted the old table.", "The old table was deleted."),
        ("It was a careless edit.", "It was an edit."),
        ("It was a careless use of the lift.", "It was a use of the lift."),
        ("Why did you open the bay?", "What made it seem right to open the bay?"),
        ("Why did nobody tell the depot?", "What made it hard to tell the depot?"),
        ("Why didn't you ask the depot?", "What made it hard to ask the depot?"),
        ("The driver's poor planning of the tour.", "The driver's planning of the tour."),
    ] {
        assert_eq!(rewritten(text).as_deref(), Some(kinder), "{text}");
    }
}

#[test]
fn where_a_rewrite_would_have_to_guess_there_is_none() {
    for text in [
        "The team should have asked and waited.",
        "The shift should have known.",
        "It was careless of us.",
        "Such a careless edit helps nobody.",
        "That was an incredibly stupid thing to do.",
        "The release was handled in a sloppy way.",
        "It was all caused by one careless admin.",
        "The loader should have called sooner.",
        "A driver knowingly violated the speed limit.",
        "Why did the loader take so long?",
        "Why did the driver forget the keys?",
        "Why did you not have a spare?",
        "The driver's misjudged clearance.",
        "The driver should have told them.",
        "It was her sloppy, careless edit.",
        "It was a sloppy and careless edit.",
        "A trainee wrongly configured the proxy and the cache.",
        "The lead should have made the team test it.",
        "The lead should have let the team go home.",
        "The lead should have checked the news.",
        "The news should have been checked.",
        "The lead should have called the vendor, not the customer.",
        "A trainee accidentally deleted the table that held the orders.",
        "A trainee accidentally deleted the copy of the index.",
        "A trainee accidentally deleted the table and left.",
        "The lead should have restarted the pod rather than the node.",
        "The lead and the driver should have checked this.",
        "The lead should have checked the Jenkins.",
        "The lead should have given the vendor time.",
        "The lead should have kept an eye on the board.",
        "The lead should have warned everyone.",
        "The lead should have checked every label.",
        "Everyone should have been told.",
    ] {
        assert!(!Coach::english().read(text, TOLD).is_empty(), "{text}");
        assert_eq!(rewritten(text), None, "{text}");
    }
}

#[test]
fn one_hint_a_sentence_at_most() {
    let text = "The careless trainee forgot the keys and should have known better. The belt failed to start.";
    assert_eq!(Coach::english().read(text, TOLD).len(), 1);
}

#[test]
fn who_did_it_decides() {
    let coach = Coach::english();
    for (person, thing) in [
        ("The driver's failure to stop.", "The belt's failure to stop."),
        ("The engineer failed to start the job.", "The job failed to start."),
        ("A loader accidentally closed the bay.", "A timer accidentally closed the bay."),
        (
            "The developer who wrote the script broke the export.",
            "The script that the developer wrote broke the export.",
        ),
        ("The engineers forgot the table.", "The device drivers forgot the table."),
        ("The night crew ignored the warning.", "The parser ignored the warning."),
    ] {
        assert_eq!(coach.read(person, TOLD).len(), 1, "{person}");
        assert_eq!(coach.read(thing, TOLD), [], "{thing}");
    }
}

#[test]
fn self_blame_is_told_apart() {
    let own = |text: &str| Coach::english().read(text, TOLD)[0].own;
    assert!(own("I should have checked the labels."));
    assert!(!own("The driver should have checked the labels."));
}

#[test]
fn no_sentence_is_passed_over_in_which_a_rule_finds_something() {
    let sets = [include_str!("../../tests/coach/tuned.jsonl"), include_str!("../../tests/coach/measured.jsonl")];
    for files in &language::LANGUAGES {
        let coach = Coach::of(files).expect("the files are ours");
        let rules = || coach.categories.iter().flat_map(|category| &category.rules);
        let texts = rules().flat_map(|rule| rule.matches.iter().chain(&rule.spares)).map(String::as_str);
        let (mut found, mut passed, mut patterns) = (0, 0, Vec::new());
        for text in texts.chain(sets.iter().flat_map(|set| set.lines())) {
            let (mut sentences, mut sentence) = (Sentences::new(text, &coach.words.stops), Sentence::default());
            while let Some(pieces) = sentences.next_pieces() {
                sentence.read(text, pieces, &coach.words, &Known::default());
                coach.triggers.of(&sentence, &coach.categories, Setting { told: true, actions: true }, &mut patterns);
                sentence.parse(&coach.words, 0);
                passed += usize::from(patterns.is_empty());
                let places: Vec<trigger::Place> = patterns.iter().map(|number| coach.triggers.place(*number)).collect();
                for (category, of) in coach.categories.iter().enumerate() {
                    for (rule, it) in of.rules.iter().enumerate() {
                        for (pattern, find) in it.find.iter().enumerate() {
                            if find.find(&sentence, 0).is_some() {
                                found += 1;
                                let place = trigger::Place { category, rule, pattern };
                                assert!(places.contains(&place), "{} {}: {text}", of.code, it.name);
                            }
                        }
                    }
                }
            }
        }
        assert!(found > 40 && passed > 10, "{}: {found} found, {passed} passed over", files.tag);
    }
}

#[test]
fn a_sentence_that_never_ends_is_read_to_its_end() {
    // More phrases than 65,535 in one sentence once began to be counted from nought again, without an end.
    let found = Coach::english().read(&"the careless engineer and ".repeat(66_000), TOLD);
    assert!(found.len() > 100, "{}", found.len());
}

#[test]
fn what_is_shown_are_the_words_that_blame() {
    for (text, shown) in [
        ("Anyone with half a brain would have seen it.", "Anyone with half a brain would have seen"),
        ("Nobody looked at the board.", "Nobody looked"),
        ("How did you miss the board?", "How did you miss"),
        ("This could have been avoided if the shift had called.", "could have been avoided"),
        ("A loader took the belt down.", "took the belt down"),
        ("The driver entered the wrong weight.", "entered the wrong"),
        ("The shift missed an opportunity to ask.", "missed an opportunity"),
        ("The checklist was not followed.", "not followed"),
        ("Why was the label not checked?", "Why was the label not checked"),
        ("What was the driver thinking?", "What was the driver thinking"),
    ] {
        let found = Coach::english().read(text, TOLD);
        assert_eq!(found.first().map(|found| &text[found.place.clone()]), Some(shown), "{text}");
    }
}

#[test]
fn what_a_team_without_blame_says_of_itself_is_left_alone() {
    for text in [
        "We do not ask who broke it; we ask what made it easy.",
        "We never ask whose fault it was.",
        "Nobody should ask who broke it.",
        "We don't ask why you did it.",
        "It was no one's fault.",
        "It was nobody's fault.",
        "It is not anyone's fault.",
    ] {
        assert_eq!(Coach::english().read(text, TOLD), [], "{text}");
    }
}

#[test]
fn an_unknown_name_is_somebodys_where_only_a_person_would_do_that() {
    for text in [
        "José should have checked the load.",
        "Zoltan should have checked the load.",
        "Xiaoming should have asked the depot.",
        "Oluwaseun forgot the keys.",
        "Ünal simply forgot the keys.",
        "Zoltan did not check the load.",
        "Then Xiaoming did not tell the depot.",
    ] {
        assert_eq!(Coach::english().read(text, TOLD).len(), 1, "{text}");
    }
    for text in [
        "Kafka should have room for more.",
        "Traefik should have a second instance.",
        "Terraform did not delete the volume.",
        "Replication should not have been possible.",
        "Grafana did not ring.",
    ] {
        assert_eq!(Coach::english().read(text, TOLD), [], "{text}");
    }
}

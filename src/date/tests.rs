//! Tests of dates: what is read, what is said of the rest, how they are written out.

use std::collections::BTreeMap;

use super::*;

fn date(text: &str) -> Date {
    Date::parse(text).expect("a test's own date is right")
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).expect("a test's own moment is right")
}

#[test]
fn one_spelling_is_read_and_given_back() {
    assert_eq!(date("2026-09-03").to_string(), "2026-09-03");
    assert_eq!(date("2028-02-29").day(), 29);
    for (text, iso) in [
        ("2026-09-03", "2026-09-03"),
        ("2026-09-03 02:10", "2026-09-03T02:10"),
        ("2026-09-03T02:10:00", "2026-09-03T02:10"),
        ("2026-09-03T02:10:05.123Z", "2026-09-03T02:10:05Z"),
        ("2026-09-03 02:10 +02:00", "2026-09-03T02:10+02:00"),
        ("2026-09-03 02:10 UTC", "2026-09-03T02:10"),
        ("2026-09-03T02:10[Europe/Paris]", "2026-09-03T02:10"),
    ] {
        assert_eq!(moment(text).to_string(), iso, "{text}");
    }
    assert_eq!(moment("2026-09-03 02:10 Europe/Paris").zone(), "Europe/Paris");
}

#[test]
fn a_day_that_does_not_exist_is_told_with_the_reason() {
    for (text, message) in [
        ("2026-02-30", "`2026-02-30` does not exist: February 2026 has 28 days"),
        ("2028-02-30", "`2028-02-30` does not exist: February 2028 has 29 days"),
        ("2026-13-01", "`2026-13-01` does not exist: months go from 1 to 12"),
        ("2026-00-01", "`2026-00-01` does not exist: months go from 1 to 12"),
        ("2026-04-00", "`2026-04-00` does not exist: days begin with 1"),
        ("0000-04-01", "`0000-04-01` does not exist: years begin with 1"),
    ] {
        assert_eq!(Date::parse(text).unwrap_err().message, message);
        assert_eq!(Moment::parse(text).unwrap_err().message, message);
    }
}

#[test]
fn another_spelling_is_corrected_only_where_it_means_one_day() {
    for (text, fix) in [
        ("2026/9/3", Some("2026-09-03")),
        ("2026-9-3", Some("2026-09-03")),
        ("20260903", Some("2026-09-03")),
        ("3 September 2026", Some("2026-09-03")),
        ("Sep 3rd, 2026", Some("2026-09-03")),
        ("23/9/2026", Some("2026-09-23")),
        ("9/23/2026", Some("2026-09-23")),
        ("9.9.2026", Some("2026-09-09")),
        ("3/9/2026", None),
        ("3/9/26", None),
        ("30 February 2026", None),
        ("last Friday", None),
        ("", None),
        ("２０２６-09-03", None),
        ("2026-09-0é", None),
    ] {
        let error = Date::parse(text).unwrap_err();
        assert_eq!(error.fix.as_deref(), fix, "{text}");
        assert!(error.message.contains("is not written as a date"), "{text}");
        assert!(error.help.is_some(), "{text}");
        assert_eq!(Moment::parse(text).unwrap_err().fix.as_deref(), fix, "{text}");
    }
}

#[test]
fn a_time_is_refused_where_a_day_is_wanted_and_a_wrong_time_everywhere() {
    assert_eq!(Date::parse("2026-09-03 02:10").unwrap_err().fix.as_deref(), Some("2026-09-03"));
    for text in
        ["2026-09-03 25:00", "2026-09-03 2:10", "2026-09-03 02:10 pm", "2026-09-03 02", "2026-09-03 02:10:00:00"]
    {
        let error = Moment::parse(text).unwrap_err();
        assert!(error.help.expect("a wrong time says how to write it").contains("00:00 to 23:59"), "{text}");
    }
    assert!(Moment::parse("2026-09-03x").is_err());
}

#[test]
fn order_is_by_day_then_time_whatever_the_zone() {
    let mut moments = ["2026-09-03 10:00 UTC", "2026-09-03", "2026-09-02 23:00", "2026-09-03 09:00 +12:00"].map(moment);
    moments.sort();
    let sorted: Vec<String> = moments.iter().map(Moment::to_string).collect();
    assert_eq!(sorted, ["2026-09-02T23:00", "2026-09-03", "2026-09-03T09:00+12:00", "2026-09-03T10:00"]);
}

#[test]
fn days_are_counted_and_added() {
    assert_eq!(date("2026-02-27").days_until(date("2026-03-02")), 3);
    assert_eq!(date("2026-03-02").days_until(date("2026-02-27")), -3);
    assert_eq!(date("2025-01-01").days_until(date("2026-01-01")), 365);
    assert_eq!(date("2026-02-27").add_days(3), date("2026-03-02"));
    assert_eq!(date("2026-03-02").add_days(-3), date("2026-02-27"));
    assert_eq!(date("2026-03-02").add_days(i64::MAX).to_string(), "9999-12-31");
    assert_eq!(moment("2026-03-02 23:50").minutes_until(&moment("2026-03-03 00:20")), Some(30));
    assert_eq!(moment("2026-03-02 23:50 UTC").minutes_until(&moment("2026-03-03 00:20")), None);
}

#[test]
fn dates_are_written_in_the_words_of_a_language() {
    let english = DateWords::new(&BTreeMap::new());
    assert_eq!(english.long(date("2026-09-03")), "3 September 2026");
    assert_eq!(english.short(date("2026-09-03"), date("2026-12-01")), "3 September");
    assert_eq!(english.short(date("2025-09-03"), date("2026-12-01")), "3 September 2025");
    assert_eq!(english.moment(&moment("2026-09-03 02:10 UTC")), "3 September 2026, 02:10 UTC");
    assert_eq!(english.moment(&moment("2026-09-03")), "3 September 2026");

    let pairs =
        [("month_9", "septembre"), ("date_long", "le {day} {month} {year} {x}"), ("date_time", "{date} à {time}")];
    let french = DateWords::new(&pairs.map(|(key, word)| (key.to_owned(), word.to_owned())).into());
    assert_eq!(french.moment(&moment("2026-09-03 02:10")), "le 3 septembre 2026 {x} à 02:10");

    let pairs = [("month_9", "September"), ("date_long", "{day}. {month} {year}"), ("date_short", "{day}. {month}")];
    let times = [("date_time", "{date}, {time} Uhr"), ("date_time_zone", "{date}, {time} Uhr ({zone})")];
    let pairs = pairs.into_iter().chain(times).map(|(key, word)| (key.to_owned(), word.to_owned()));
    let german = DateWords::new(&pairs.collect());
    assert_eq!(german.short(date("2026-09-03"), date("2026-12-01")), "3. September");
    assert_eq!(german.moment(&moment("2026-09-03 02:10")), "3. September 2026, 02:10 Uhr");
    assert_eq!(german.moment(&moment("2026-09-03 02:10 UTC")), "3. September 2026, 02:10 Uhr (UTC)");
}

#[test]
fn a_date_is_serialised_as_it_is_written() {
    assert_eq!(serde_json::to_string(&moment("2026-09-03 02:10")).expect("a text"), "\"2026-09-03T02:10\"");
    assert_eq!(serde_json::to_string(&date("2026-09-03")).expect("a text"), "\"2026-09-03\"");
}

#[test]
fn today_is_a_day_of_our_time() {
    assert!(today() > date("2025-01-01"));
}

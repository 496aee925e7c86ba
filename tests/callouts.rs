//! Callouts: what is one, what it is called, and how it folds.

use crate::site::{Site, codes, page};

/// The text of a page that holds this Markdown.
fn html(text: &str) -> String {
    let build = Site::of(&[("content/a.md", &format!("# A\n\n{text}\n")), ("content/b.md", "# Bay *two*\n")]).build();
    let html = page(&build, "a.html");
    let (_, rest) = html.split_once("<div class=\"body prose\">").expect("the text has a place");
    // The shapes of icons are the theme's.
    let (text, _) = rest.split_once("<div class=\"after\">").expect("what follows the text");
    let mut plain = text.trim().strip_suffix("</div>").expect("the text ends").trim().to_string();
    while let (Some(start), Some(end)) = (plain.find("<svg"), plain.find("</svg>")) {
        plain.replace_range(start..end + 6, "*");
    }
    plain
}

#[test]
fn a_plain_one_is_what_it_was() {
    for name in ["WARNING", "warning"] {
        assert_eq!(
            html(&format!("> [!{name}]\n> Look.")),
            "<div class=\"callout\" role=\"note\" data-c=\"warning\" aria-label=\"Warning\"><p class=\"lab\">*Warning</p>\n<p>Look.</p>\n</div>"
        );
    }
    assert_eq!(
        html("> Said.\n>\n> > Again."),
        "<blockquote>\n<p>Said.</p>\n<blockquote>\n<p>Again.</p>\n</blockquote>\n</blockquote>"
    );
}

#[test]
fn a_title_of_its_own_keeps_its_marks_and_tells_the_sort_as_well() {
    assert_eq!(
        html("> [!WARNING] Mind the *belt* & [[b]]\n> It **starts** by itself.\n> Twice."),
        "<div class=\"callout\" role=\"note\" data-c=\"warning\" aria-label=\"Warning: Mind the belt &amp; b\"><p class=\"lab\">*\
         <span class=\"unseen\">Warning: </span><span>Mind the <em>belt</em> &amp; <a class=\"wl\" href=\"b.html\">Bay two</a></span></p>\n\
         <p>It <strong>starts</strong> by itself.\nTwice.</p>\n</div>"
    );
    assert_eq!(
        html("> [!TIP] Only this"),
        "<div class=\"callout\" role=\"note\" data-c=\"tip\" aria-label=\"Tip: Only this\"><p class=\"lab\">*\
         <span class=\"unseen\">Tip: </span><span>Only this</span></p>\n</div>"
    );
}

#[test]
fn a_sign_behind_the_mark_folds_it() {
    assert_eq!(
        html("> [!NOTE]-\n> Text.\n>\n> - item"),
        "<details class=\"callout\" data-c=\"note\"><summary class=\"lab\">*Note</summary>\n<p>Text.</p>\n<ul>\n<li>item</li>\n</ul>\n</details>"
    );
    assert_eq!(
        html("> [!TIP]+ Why `it` works\n>\n> Text."),
        "<details class=\"callout\" data-c=\"tip\" open><summary class=\"lab\">*<span class=\"unseen\">Tip: </span>\
         <span>Why <code>it</code> works</span></summary>\n<p>Text.</p>\n</details>"
    );
    // Where there is no text, there is nothing to fold.
    assert!(html("> [!NOTE]- Title").starts_with("<div class=\"callout\""));
}

#[test]
fn one_inside_another_closes_in_its_own_turn() {
    let text = html("> [!NOTE]- Outer\n> Text.\n>\n> > [!faq] Inner\n> > Words.\n> >\n> > > Said.\n>\n> After.");
    let closing = ["<p>Words.</p>", "<p>Said.</p>\n</blockquote>\n</div>", "<p>After.</p>\n</details>"];
    let places: Vec<_> = closing.iter().map(|part| text.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
}

#[test]
fn other_names_keep_their_word_and_an_unknown_one_is_told_with_the_nearest() {
    for (name, sort) in
        [("info", "note"), ("QUESTION", "note"), ("Hint", "tip"), ("bug", "warning"), ("danger", "caution")]
    {
        let text = html(&format!("> [!{name}]\n> Text."));
        let word = format!("{}{}", name[..1].to_uppercase(), name[1..].to_lowercase());
        assert!(
            text.contains(&format!("data-c=\"{sort}\" aria-label=\"{word}\"><p class=\"lab\">*{word}</p>")),
            "{text}"
        );
    }
    let note = "# A\n\nBefore.\n\n> [!WARNNG] Mind\n> the belt.\n";
    let build = Site::of(&[("content/a.md", note)]).build();
    assert_eq!(codes(&build), ["callout/unknown"]);
    let found = &build.diagnostics[0];
    assert_eq!(&note[found.primary.span.start..found.primary.span.end], "WARNNG");
    assert_eq!(found.help.as_deref(), Some("did you mean `warning`?"));
    let text = html("> [!Weather]\n> Rain.");
    assert!(text.contains("data-c=\"note\" aria-label=\"Weather\""), "{text}");
}

#[test]
fn what_only_looks_like_one_is_a_quotation() {
    for text in ["> [!NOTE]s are fine", "> [!] odd", "> Not first [!NOTE]", "> [!a.b] dotted", "> - [!NOTE] in a list"]
    {
        let html = html(text);
        assert!(html.starts_with("<blockquote>") && html.contains("[!"), "{text}: {html}");
    }
}

#[test]
fn one_in_a_note_with_raw_html_is_the_same_and_brings_no_markup() {
    let text = "> [!TIP]- Why <b onclick=\"x()\">this</b> <script>alert(1)</script> works\n> Text.\n";
    let html = html(text);
    assert!(html.starts_with("<details class=\"callout\" data-c=\"tip\"><summary class=\"lab\">*"), "{html}");
    assert!(html.contains("<b>this</b>") && !html.contains("onclick") && !html.contains("<script"), "{html}");
    let named = self::html("> [!a\"b] x\n> y");
    assert!(named.starts_with("<blockquote>"), "{named}");
}

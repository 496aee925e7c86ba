//! Pieces of code in ten languages, each a little different, for the highlighter to work on.
//!
//! None of it is meant to run.

use crate::random::Random;
use crate::words::Words;

/// Returns one fenced piece of code.
pub fn piece(random: &mut Random, words: &Words) -> String {
    let [a, b, c] = std::array::from_fn(|_| words.heavy(random).to_owned());
    let n = random.within(2..4_000);
    let (language, code) = match random.within(0..10) {
        0 => (
            "rust",
            format!(
                "/// Returns each {a} that is not late.\npub fn {a}_in_time(all: &[{b}]) -> Result<Vec<&{b}>, Error> {{\n    let mut kept = Vec::with_capacity({n});\n    for one in all {{\n        match one.{c}() {{\n            Some(at) if at < {n} => kept.push(one),\n            Some(_) => continue,\n            None => return Err(Error::No(\"{c}\".into())),\n        }}\n    }}\n    Ok(kept)\n}}",
                b = crate::words::capital(&b)
            ),
        ),
        1 => (
            "python",
            format!(
                "from datetime import timedelta\n\ndef {a}_after({b}, wait={n}):\n    \"\"\"Yield every {a} once its {c} is known.\"\"\"\n    for row in {b}.rows():\n        if row[\"{c}\"] is None or row[\"age\"] > timedelta(seconds=wait):\n            continue  # comes again tomorrow\n        yield {{**row, \"{a}\": len(row[\"{c}\"])}}"
            ),
        ),
        2 => (
            "bash",
            format!(
                "#!/bin/bash\nset -eu\n# one {a} after the other, so that {b} can follow\nwhile read -r name rest; do\n  if [[ -z \"$rest\" ]]; then echo \"$name has no {c}\" >&2; continue; fi\n  timeout {n} {a}ctl move \"$name\" --to \"${{DEPOT:-{b}}}\" || exit 1\ndone < {c}.txt"
            ),
        ),
        3 => (
            "sql",
            format!(
                "SELECT p.{a}, max(s.seen_at) AS last_seen, count(*) AS scans\nFROM {b} p\nJOIN {c} s ON s.{b}_id = p.id\nWHERE p.weight > {n} AND s.belt NOT IN (1, 2, 12)\nGROUP BY p.{a}\nHAVING count(*) > 3 -- once is not a habit\nORDER BY last_seen DESC\nLIMIT 50;"
            ),
        ),
        4 => (
            "yaml",
            format!(
                "{a}:\n  every: {n}s\n  on: [{b}, {c}]\n  steps:\n    - name: wait for {b}\n      unless: \"${{{{ {c}.empty }}}}\"\n    - name: print\n      copies: 2 # one for the driver\n"
            ),
        ),
        5 => (
            "json",
            format!(
                "{{\n  \"{a}\": {{ \"{b}\": {n}, \"{c}\": [true, false, null] }},\n  \"belts\": [1, 2, {n}],\n  \"note\": \"{b} before {c}\"\n}}"
            ),
        ),
        6 => (
            "javascript",
            format!(
                "export async function {a}(list, {{ wait = {n} }} = {{}}) {{\n  const seen = new Map();\n  for (const {{ id, {b} }} of list) {{\n    if (seen.has(id)) continue; // the scanner sends twice\n    seen.set(id, await fetch(`/{c}/${{id}}?wait=${{wait}}`));\n  }}\n  return [...seen.values()].filter((answer) => answer.ok);\n}}"
            ),
        ),
        7 => (
            "go",
            format!(
                "package {a}\n\n// Next returns the {b} that waited longest.\nfunc Next(queue []string, limit int) (string, error) {{\n\tif len(queue) == 0 || limit > {n} {{\n\t\treturn \"\", errors.New(\"no {c}\")\n\t}}\n\tfor i, one := range queue {{\n\t\tif i%{m} == 0 {{\n\t\t\treturn one, nil\n\t\t}}\n\t}}\n\treturn queue[0], nil\n}}",
                m = n % 7 + 2
            ),
        ),
        8 => (
            "toml",
            format!(
                "[{a}]\nname = \"{b}\"\nevery = {n}\nquiet = [\"22:00\", \"06:00\"]\n\n[{a}.{c}]\n# measured in the hall, not at the desk\nper_minute = {m}\n",
                m = n % 90
            ),
        ),
        _ => (
            "html",
            format!(
                "<form action=\"/{a}\" method=\"post\">\n  <label for=\"{b}\">{c}</label>\n  <!-- the nought in front matters -->\n  <input id=\"{b}\" name=\"{b}\" maxlength=\"{m}\" required>\n  <button>Print</button>\n</form>",
                m = n % 40 + 1
            ),
        ),
    };
    format!("```{language}\n{}\n```", code.trim_end())
}

// The author's bar, the list of findings, the overlay for errors, and the way to a note that is not written yet.
// All of it is made of elements and texts: nothing that a note says is read as markup.

var parts = {}, folded = "", offered = null;

function make(tag, name, text) {
  var made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

function button(text, work, name) {
  var made = make("button", "candor-button" + (name ? " " + name : ""), text);
  made.type = "button";
  made.addEventListener("click", work);
  return made;
}

function link(text, href, name) {
  var made = make("a", "candor-button" + (name ? " " + name : ""), text);
  made.href = href;
  return made;
}

function counted(number, one, many) { return number + " " + (number === 1 ? one : many || one + "s"); }

// Makes the bar, empty; `show` fills it.
function bar() {
  var root = parts.bar = own(make("div", "candor-bar"));
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "Live preview");
  var row = make("div", "candor-row"), end = make("span", "candor-end");
  parts.state = make("span", "candor-state", "Live preview");
  parts.path = make("code", "candor-path");
  parts.took = make("span", "candor-took");
  parts.drafts = make("span");
  parts.follow = button("Follow", function () {
    follows = !following(null);
    try { sessionStorage.setItem("candor-follow", follows ? "yes" : "no"); } catch (e) { /* For this page alone. */ }
    parts.follow.setAttribute("aria-pressed", String(follows));
  });
  parts.follow.title = "Open the note that is being edited";
  parts.editor = link("Open in editor", "#");
  parts.problem = button("", function () { overlay.showModal(); });
  parts.hints = button("", function () { unfold(parts.list.hidden); });
  parts.hints.setAttribute("aria-expanded", "false");
  parts.hints.setAttribute("aria-controls", "candor-findings");
  parts.list = make("div", "candor-findings");
  parts.list.id = "candor-findings";
  parts.list.hidden = true;
  parts.about = make("p", "candor-about");
  parts.found = make("div");
  parts.rest = make("p");
  parts.list.append(parts.about, parts.found, parts.rest);
  parts.problem.hidden = parts.editor.hidden = parts.hints.hidden = true;
  end.append(parts.problem, parts.follow, parts.editor, parts.hints);
  row.append(parts.state, parts.path, parts.took, parts.drafts, end);
  parts.absent = make("p", "candor-absent");
  parts.absent.hidden = true;
  root.append(row, parts.absent, parts.list, marker());
  // Behind the link that skips to the text, which stays the first thing that the Tab key comes to.
  var skip = document.body.firstElementChild;
  if (skip && skip.matches('a[href^="#"]')) skip.after(root); else document.body.prepend(root);
  document.body.append(overlay, sheet);
}

// What is wrong stays in sight where the bar is not: a small mark that leads to it.
function marker() {
  parts.mark = button("", function () {
    if (!parts.gone && !parts.problem.hidden) overlay.showModal();
    else scrollTo({ top: 0, behavior: "instant" });
  }, "candor-mark");
  parts.mark.hidden = true;
  parts.away = false;
  if (window.IntersectionObserver) new IntersectionObserver(function (seen) {
    parts.away = !seen[seen.length - 1].isIntersecting;
    mark();
  }).observe(parts.state);
  return parts.mark;
}
function mark() {
  var wrong = parts.gone || parts.bar.classList.contains("candor-bad");
  parts.mark.hidden = !parts.away || !wrong;
  if (parts.mark.hidden) parts.mark.textContent = "";
  else parts.mark.textContent = parts.gone ? "The preview has stopped" : parts.state.textContent + ": " + parts.problem.textContent.toLowerCase();
}

// What is ours is English and runs from left to right, whatever the page does.
function own(element) {
  element.lang = "en";
  element.dir = "ltr";
  return element;
}

function unfold(open) {
  parts.list.hidden = !open;
  parts.hints.setAttribute("aria-expanded", String(open));
}

// Whether this tab goes where the author edits: as chosen in it, else as the preview was started.
var follows = null;
try { follows = { yes: true, no: false }[sessionStorage.getItem("candor-follow")]; } catch (e) { /* As it was started. */ }
function following(told) {
  if (follows === null || follows === undefined) {
    if (!told) return parts.follow.getAttribute("aria-pressed") === "true";
    return told.settings.follow;
  }
  return follows;
}

function lost(gone) {
  if (!parts.bar || gone === parts.gone) return;
  parts.gone = gone;
  parts.bar.classList.toggle("candor-gone", gone);
  if (gone) parts.state.textContent = "The preview has stopped; waiting for it";
  mark();
}

// Fills the bar with what the server told.
function show(told, missing) {
  var note = told.note;
  parts.gone = false;
  parts.bar.classList.remove("candor-gone");
  parts.bar.classList.toggle("candor-bad", !told.good);
  parts.state.textContent = told.good ? "Live preview" : told.kept ? "Last good version" : told.trouble ? "With a problem" : "With errors";
  // Where there is no room for all of it, its end says more than its beginning.
  parts.path.replaceChildren(make("bdi", null, note ? note.file : ""));
  parts.path.title = note ? note.file : "";
  parts.path.hidden = !note;
  absent(told);
  parts.took.textContent = "Built in " + (told.took < 10 ? told.took : Math.round(told.took)) + " ms";
  parts.drafts.textContent = (told.settings.audience ? "For " + told.settings.audience + ", " : "")
    + (told.settings.drafts ? "drafts shown" : "drafts hidden");
  parts.drafts.className = told.settings.drafts ? "candor-shown candor-on" : "candor-shown candor-off";
  parts.follow.setAttribute("aria-pressed", String(following(told)));
  parts.editor.hidden = !note || !note.editor;
  if (note && note.editor) parts.editor.href = note.editor;
  hints(told);
  coach(told);
  trouble(told);
  offer(told, missing);
  lead_on(told);
  mark();
}

// Why there is no page at this address, as far as is known. A page is remembered with its file for as long as the tab.
function absent(told) {
  var one = told.absent;
  if (told.note) remember_file(told.note.file);
  parts.absent.hidden = !one;
  parts.absent.textContent = "";
  if (!one) return;
  var file = make("code", "candor-path", one.file);
  if (one.why === "gone") parts.absent.append("There is no file ", file, ". It was renamed or deleted, or it was never there.");
  else if (one.why === "draft") parts.absent.append(file, " is a draft. Start the preview with ", make("code", "candor-path", "--drafts"), " to see it.");
  else if (one.why === "review") parts.absent.append(file, " is in review. Start the preview with ", make("code", "candor-path", "--drafts"), " to see it.");
  else parts.absent.append(file, " is for others than the readers for whom the preview was started: see ", make("code", "candor-path", "--audience"), ".");
}

function remember_file(file) {
  try { sessionStorage.setItem("candor-file", JSON.stringify([here, file])); } catch (e) { /* Then it is guessed. */ }
}
function remembered_file() {
  try {
    var known = JSON.parse(sessionStorage.getItem("candor-file"));
    return known && known[0] === here ? known[1] : "";
  } catch (e) { return ""; }
}

function hints(told) {
  var note = told.note, here = note ? note.count : 0, list = parts.list, at = list.scrollTop;
  parts.hints.hidden = !told.count;
  parts.hints.textContent = counted(note ? here : told.count, "finding") + (note ? " here" : " in all");
  if (note) parts.hints.append(make("span", "candor-all", ", " + told.count + " in all"));
  // As the terminal counts them.
  parts.about.textContent = (note ? "In this note: " + note.summary + ". " : "") + "In the whole wiki: " + told.summary + ". It stays on your machine.";
  renew_findings(note ? note.findings : []);
  var unsent = note ? note.count - note.findings.length : 0;
  parts.rest.hidden = !unsent;
  parts.rest.textContent = "and " + unsent + " more";
  list.scrollTop = at;
}

// Puts these findings into the list. One that is as it was stays the same element, and the focus stays where it is: on
// the like control of the finding that took the place of the one that had it.
function renew_findings(found) {
  var held = parts.list.contains(document.activeElement) ? document.activeElement : null;
  var box = held && held.closest(".candor-finding"), was = Array.prototype.slice.call(parts.found.children);
  var nth = box && controls(box).indexOf(held), at = was.indexOf(box), about = box && box.dataset.about;
  var free = was.slice(), now = found.map(function (one) {
    var said = JSON.stringify(one), same = free.findIndex(function (old) { return old.candorSaid === said; });
    if (same >= 0) return free.splice(same, 1)[0];
    var made = finding(one);
    made.candorSaid = said;
    // Its place may be another after each save.
    made.dataset.about = one.code + " " + one.message;
    return made;
  });
  was.forEach(function (old) { if (now.indexOf(old) < 0) old.remove(); });
  now.forEach(function (one, i) { if (parts.found.children[i] !== one) parts.found.insertBefore(one, parts.found.children[i] || null); });
  if (!held || document.activeElement === held) return;
  var next = now.indexOf(box) >= 0 ? box : now.find(function (one) { return one.dataset.about === about; }) || now[Math.min(at, now.length - 1)];
  var control = (next && controls(next)[nth]) || (parts.hints.hidden ? null : parts.hints);
  if (control) control.focus({ preventScroll: true });
}

function controls(box) { return Array.prototype.slice.call(box.querySelectorAll("a, button, [tabindex]")); }

// One finding: what, where, the lines around it, what to do.
function finding(one) {
  var box = make("section", "candor-finding"), head = make("p", "candor-what");
  head.append(make("span", "candor-severity candor-" + one.severity, one.severity), " ", sentence(make("span"), one.message));
  box.append(head, frame(one));
  // What to do is said in words of its own: "did you mean ...", "write ...", "the fields are ...".
  if (one.help) box.append(sentence(make("p", "candor-help"), one.help + (/[.?!]$/.test(one.help) ? "" : ".")));
  return box;
}

// Puts a message into an element, as a sentence.
function sentence(element, text) { return quoted(element, text.charAt(0).toUpperCase() + text.slice(1)); }

// Puts a text into an element; what it quotes in backticks is code.
function quoted(element, text) {
  var pieces = text.split("`");
  pieces.forEach(function (piece, i) {
    // A backtick that stands alone is one.
    if (i % 2 && i < pieces.length - 1) element.append(make("code", "candor-quoted", piece));
    else element.append((i % 2 ? "`" : "") + piece);
  });
  return element;
}

function place(one) {
  return one.file + (one.line ? ", line " + one.line + ", column " + one.column : "");
}

function frame(one) {
  var figure = make("figure", "candor-frame"), caption = make("figcaption"), code = make("code"), pre = make("pre");
  caption.append(one.editor ? link(place(one), one.editor, "candor-place") : make("span", null, place(one)), make("span", "candor-code", one.code));
  figure.append(caption);
  one.frame.forEach(function (line) {
    var row = make("span", "candor-line" + (line.hit ? " candor-hit" : "")), text = make("span", "candor-text");
    row.append(make("span", "candor-number", line.number));
    text.append(line.parts[0]);
    if (line.hit) {
      // A place without width is the one before which something is missing.
      text.append(make("mark", line.parts[1] ? null : "candor-point", line.parts[1]));
      if (one.label && line.number === one.line) text.append(line.parts[2], make("span", "candor-label", "  " + one.label));
      else text.append(line.parts[2]);
    } else {
      text.append(line.parts[1] + line.parts[2]);
    }
    row.append(text);
    code.append(row);
  });
  if (one.frame.length) {
    pre.tabIndex = 0;
    pre.setAttribute("aria-label", "The lines around " + place(one));
    pre.setAttribute("role", "region");
    pre.append(code);
    figure.append(pre);
  }
  return figure;
}

// The overlay: what keeps the newest version from being shown, over the last good one.
var overlay = own(make("dialog", "candor-overlay"));
overlay.setAttribute("aria-labelledby", "candor-problem");
overlay.addEventListener("close", function () { folded = overlay.dataset.about; });

function trouble(told) {
  parts.problem.hidden = told.good;
  parts.problem.textContent = "Show the " + (told.trouble ? "problem" : told.errorCount > 1 ? "errors" : "error");
  if (told.good) {
    folded = "";
    overlay.dataset.about = "";
    if (overlay.open) overlay.close();
    return;
  }
  var about = JSON.stringify([told.trouble, told.errors.map(function (one) { return [one.code, one.file, one.line, one.column, one.message]; })]);
  if (about !== overlay.dataset.about) {
    overlay.dataset.about = about;
    fill(told);
  }
  // Put aside once, it stays so until there is something else to say.
  if (!overlay.open && folded !== about) overlay.showModal();
}

function fill(told) {
  var first = told.errors[0], title = sentence(make("h2"), first && !told.trouble ? first.message : "The wiki could not be built");
  var acts = make("p", "candor-acts"), back = button(told.kept ? "Look at the last good version" : "Look at what there is", function () { overlay.close(); });
  title.id = "candor-problem";
  title.tabIndex = -1;
  title.autofocus = true;
  overlay.textContent = "";
  overlay.append(make("p", "candor-stop", (told.trouble ? "A problem" : counted(told.errorCount, "error")) + ". What is published stays as it is."), title);
  if (told.trouble) told.trouble.split("\n").forEach(function (line) { overlay.append(make("p", null, line.trim())); });
  told.errors.forEach(function (one, i) {
    var box = finding(one);
    if (i === 0 && !told.trouble) box.querySelector(".candor-what").remove();
    overlay.append(box);
  });
  if (told.errorCount > told.errors.length) overlay.append(make("p", null, "and " + (told.errorCount - told.errors.length) + " more"));
  overlay.append(make("p", "candor-after", "The page comes back by itself as soon as the file is saved without the problem."));
  if (first && first.editor) acts.append(link("Open in editor", first.editor, "candor-main"));
  acts.append(back);
  overlay.append(acts);
}

// A broken wikilink offers to write its note.
var sheet = own(make("dialog", "candor-overlay candor-sheet"));

function offer(told, missing) {
  // As long as an older version is shown, what the newest build found is not about its links.
  if (told.kept || told.trouble) return;
  offered = told.new;
  var old = Array.prototype.slice.call(document.querySelectorAll(".candor-write")), held = document.activeElement;
  var broken = offered && told.note ? told.note.findings.map(wikilink).filter(Boolean) : [];
  missing.forEach(function (span) {
    var words = said(span), at = broken.findIndex(function (one) { return one.shown === words; });
    if (at < 0) return;
    var target = broken.splice(at, 1)[0].target;
    var same = old.findIndex(function (one) { return one.candorTarget === target; });
    var write = same < 0 ? writer(target) : old.splice(same, 1)[0];
    if (span.nextSibling !== write) span.after(write);
  });
  // Where its note is written now, the link to it has taken the place of the words.
  var before = old.indexOf(held) < 0 ? null : held.previousElementSibling;
  old.forEach(function (one) { one.remove(); });
  if (before && before.matches("a[href]")) held = before;
  if (held !== document.activeElement && document.contains(held)) held.focus({ preventScroll: true });
}

function writer(target) {
  var write = own(button("Create this note", function () { ask_for(target); }, "candor-write"));
  write.candorTarget = target;
  write.setAttribute("aria-label", "Create this note: " + target);
  return write;
}

// The note that was made from here last: the way to its page is shown once there is one.
var written = null;
function lead_on(told) {
  if (!written || !told.made || told.made.file !== written.file) return;
  if (told.made.page) {
    var to = link("Open the new page", new URL(told.made.page.split("/").map(encodeURIComponent).join("/"), room + "../").href, "candor-main");
    written.acts.prepend(to);
    if (written.acts.contains(document.activeElement)) to.focus();
  } else if (told.made.why) {
    written.acts.before(make("p", null, told.made.why === "closed" ? "It is not for the readers for whom the preview was started."
      : "It is a draft, and the preview was started without --drafts."));
  } else return;
  written = null;
}

// What a link shows, without the theme's remark that it is not written yet.
function said(span) {
  var copy = span.cloneNode(true), remark = copy.querySelector(".note-missing");
  if (remark) remark.remove();
  return copy.textContent.trim();
}

// The wikilink that a finding is about, as it is written: `[[target#heading|label]]`.
function wikilink(one) {
  if (one.code !== "link/broken") return null;
  var hit = one.frame.find(function (line) { return line.hit; });
  var found = hit && hit.parts[1].match(/^\[\[([^\]|#]+)(?:#[^\]|]*)?(?:\|([^\]]*))?\]\]$/);
  return found ? { target: found[1].trim(), shown: (found[2] || found[1]).trim() } : null;
}

function ask_for(target) {
  var form = make("form"), title = make("input"), kind = make("select"), told = make("p", "candor-told");
  var folder = target.indexOf("/") >= 0 ? target.slice(0, target.lastIndexOf("/")) : "";
  var field = function (name, control) {
    var label = make("label", null, name);
    label.append(control);
    return label;
  };
  told.setAttribute("role", "status");
  title.required = true;
  title.value = target.slice(target.lastIndexOf("/") + 1);
  offered.kinds.forEach(function (one) {
    var option = make("option", null, one.label);
    option.value = one.name;
    option.selected = folder ? one.folder === folder : one.name === "note";
    kind.append(option);
  });
  var acts = make("p", "candor-acts"), go = make("button", "candor-button candor-main", "Create it");
  acts.append(go, button("Not now", function () { sheet.close(); }));
  var fields = make("div");
  fields.append(field("Title", title), field("Kind", kind));
  form.append(make("h2", null, "A new note"), fields, told, acts);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    go.disabled = true;
    ask("new", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: offered.token, kind: kind.value, title: title.value })
    }).then(function (made) {
      fields.remove();
      told.textContent = "Written: " + made.file;
      acts.textContent = "";
      written = { file: made.file, acts: acts };
      if (made.editor) acts.append(link("Open in editor", made.editor));
      acts.append(button("Close", function () { sheet.close(); }));
      acts.lastChild.focus();
      // Where the build was quicker than this answer.
      update();
    }, function (error) {
      go.disabled = false;
      told.textContent = error.message;
    });
  });
  written = null;
  sheet.textContent = "";
  sheet.append(form);
  sheet.showModal();
  title.select();
}

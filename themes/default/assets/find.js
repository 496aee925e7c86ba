// Finds notes by the words of their titles, from the same data that draws the tree of contents.
// The words stand in the address (?q=), so that what was looked for can be sent to somebody.
candor.ready(function () {
  "use strict";
  var form = candor.one("[data-find-form]"), words = form && form.dataset, most = 40, titles;
  if (!form) return;
  var field = candor.one("[data-find]", form), list = candor.one("[data-found]"), count = candor.one("[data-found-count]");

  function plain(text) { return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }

  // Every title with the folders it lies in; branches that are files of their own are fetched.
  function gather(items, above) {
    return Promise.all(items.map(function (item) {
      var own = [{ title: item[0], url: item[1], above: above, plain: plain(item[0]) }];
      if (item.length < 3) return own;
      var inside = typeof item[3] === "string" ? candor.data(item[3]) : Promise.resolve(item[3]);
      return inside.then(function (children) { return gather(children, above.concat(item[0])); })
        .then(function (below) { return own.concat(below); });
    })).then(function (parts) { return [].concat.apply([], parts); });
  }

  // 0 when the title begins with the words, more the less like it; nothing when a word is missing.
  function rank(note, wanted, whole) {
    if (!wanted.every(function (word) { return note.plain.indexOf(word) >= 0; })) return null;
    if (note.plain.indexOf(whole) === 0) return 0;
    return wanted.every(function (word) { return (" " + note.plain).indexOf(" " + word) >= 0; }) ? 1 : 2;
  }

  function show(all) {
    var whole = plain(field.value.trim()), wanted = whole.split(/\s+/).filter(Boolean);
    var found = [];
    if (wanted.length) all.forEach(function (note) {
      var at = rank(note, wanted, whole);
      if (at !== null) found.push({ note: note, rank: at });
    });
    found.sort(function (a, b) { return a.rank - b.rank || a.note.title.localeCompare(b.note.title); });
    list.replaceChildren.apply(list, found.slice(0, most).map(function (hit) {
      var row = candor.make("li"), a = candor.make("a", "", hit.note.title);
      a.href = candor.base.href + hit.note.url;
      row.append(a);
      if (hit.note.above.length) row.append(candor.make("span", "about", hit.note.above.join(" / ")));
      return row;
    }));
    count.textContent = !wanted.length ? "" : !found.length ? words.none
      : words.foundWords.replace("{n}", found.length);
  }

  function run() {
    var address = new URL(location.href);
    if (field.value.trim()) address.searchParams.set("q", field.value.trim()); else address.searchParams.delete("q");
    try { history.replaceState(null, "", address.href); } catch (e) { /* From a folder some browsers refuse: the page works without. */ }
    titles = titles || candor.data("tree").then(function (items) { return gather(items, []); });
    titles.then(show, function () { titles = null; count.textContent = words.failed; });
  }

  field.value = new URL(location.href).searchParams.get("q") || "";
  field.addEventListener("input", run);
  form.addEventListener("submit", function (e) {
    e.preventDefault();
    run();
    var first = candor.one("a", list);
    if (first) first.focus();
  });
  if (field.value) run();
  // Whoever asked for the field may write at once; whoever came to the page begins at its top.
  if (location.hash === "#" + field.id) field.focus();
});

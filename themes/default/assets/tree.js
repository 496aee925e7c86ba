// The tree of contents: folders that open, the page one is on marked, and open branches remembered.
// Fetched when the tree is first wanted. A large folder's branch is a file of its own, fetched when it opens.
(function () {
  "use strict";
  var words = candor.words, base = candor.base.href, drawn = new WeakSet(), most = 100;
  var here = decodeURI(location.href.split(/[?#]/)[0].replace(base, "")).replace(/(^|\/)$/, "$1index.html");

  function remembered() {
    try { return JSON.parse(candor.kept("tree")) || []; } catch (e) { return []; }
  }
  function remember(url, open) {
    var urls = remembered().filter(function (known) { return known !== url; });
    if (open) urls.push(url);
    candor.keep("tree", urls.length ? JSON.stringify(urls.slice(-most)) : null);
  }
  // A folder's page is lessons/index.html: what begins with lessons/ is in it.
  function holds(url) {
    return /\/index\.html$/.test(url) && here.indexOf(url.replace(/index\.html$/, "")) === 0;
  }
  function link(title, url) {
    var a = candor.make("a", "", title);
    a.href = base + url;
    if (url === here) a.setAttribute("aria-current", "page");
    return a;
  }

  function branch(items) {
    var list = candor.make("ul", "branch"), open = remembered();
    list.setAttribute("role", "list");
    items.forEach(function (item) {
      var row = candor.make("li");
      if (item.length > 2) folder(row, item, holds(item[1]) || open.indexOf(item[1]) >= 0);
      else row.append(link(item[0], item[1]));
      list.append(row);
    });
    return list;
  }

  function folder(row, item, open) {
    var head = candor.make("div", "branch-head"), button = candor.make("button", "branch-open"), inner = null;
    button.type = "button";
    // A function, since a title may have a $& in it.
    button.setAttribute("aria-label", words.opens.replace("{title}", function () { return item[0]; }));
    head.append(button, link(item[0], item[1]), candor.make("span", "count", String(item[2])));
    row.append(head);
    // What cannot be fetched stays closed; a reader who asked for it is taken to the folder's page instead, and
    // nobody is taken anywhere by a branch that opens by itself.
    function show(wanted, failed) {
      button.setAttribute("aria-expanded", String(wanted));
      if (inner) { inner.hidden = !wanted; return Promise.resolve(); }
      if (!wanted) return Promise.resolve();
      var children = typeof item[3] === "string" ? candor.data(item[3]) : Promise.resolve(item[3]);
      return children.then(function (children) {
        // Opened twice while it was on its way.
        if (inner) return;
        inner = branch(children);
        inner.hidden = button.getAttribute("aria-expanded") !== "true";
        row.append(inner);
      }, function () {
        button.setAttribute("aria-expanded", "false");
        if (failed) failed();
      });
    }
    button.addEventListener("click", function () {
      var wanted = button.getAttribute("aria-expanded") !== "true";
      remember(item[1], wanted);
      show(wanted, function () { location.href = base + item[1]; });
    });
    show(open);
  }

  // Draws the tree into a place, once; what stood there for those without scripts gives way to it.
  candor.tree = function (place) {
    if (drawn.has(place)) return;
    drawn.add(place);
    candor.data("tree").then(function (items) {
      place.replaceChildren(branch(items));
      // The page one is on is in sight, without moving the page itself.
      var now = candor.one("[aria-current]", place), box = place.closest(".drawer, .tree-column");
      if (!now || !box) return;
      var top = now.getBoundingClientRect().top - box.getBoundingClientRect().top;
      if (top > box.clientHeight * .8) box.scrollTop += top - box.clientHeight / 2;
    }, function () { drawn.delete(place); });
  };
})();

// What a page gains when scripts run. Every page is whole without it: nothing here fetches, and nothing here is needed to read.
(function () {
  "use strict";
  var doc = document, root = doc.documentElement;
  var words = doc.currentScript ? doc.currentScript.dataset : {};
  function one(selector, inside) { return (inside || doc).querySelector(selector); }
  function all(selector, inside) { return Array.prototype.slice.call((inside || doc).querySelectorAll(selector)); }

  // A line that only screen readers hear.
  var line = doc.createElement("p");
  line.className = "unseen";
  line.setAttribute("role", "status");
  doc.body.append(line);
  function say(text) { line.textContent = text || ""; }

  // Light and dark: the system's choice, light, dark, and round again.
  (function () {
    var button = one(".theme-button"), order = ["system", "light", "dark"];
    if (!button) return;
    function show(choice) {
      if (choice === "system") delete root.dataset.theme; else root.dataset.theme = choice;
      button.setAttribute("aria-label", button.dataset[choice]);
      button.title = button.dataset[choice];
    }
    show(root.dataset.theme || "system");
    button.addEventListener("click", function () {
      var choice = order[(order.indexOf(root.dataset.theme || "system") + 1) % 3];
      show(choice);
      say(button.dataset[choice]);
      try {
        if (choice === "system") localStorage.removeItem("candor-theme"); else localStorage.setItem("candor-theme", choice);
      } catch (e) { /* A browser that keeps nothing keeps it for this page. */ }
    });
  })();

  // The menu closes on Escape, on a click elsewhere, and when the focus has left it.
  (function () {
    var menu = one(".menu");
    if (!menu) return;
    doc.addEventListener("click", function (e) { if (!menu.contains(e.target)) menu.open = false; });
    menu.addEventListener("focusout", function (e) { if (e.relatedTarget && !menu.contains(e.relatedTarget)) menu.open = false; });
    menu.addEventListener("keydown", function (e) {
      if (e.key !== "Escape" || !menu.open) return;
      menu.open = false;
      one("summary", menu).focus();
    });
  })();

  // The list of contents marks what is being read: the last heading above a quarter of the window.
  (function () {
    var list = one("[data-spy]");
    if (!list) return;
    var links = all("a", list), waiting = 0, shown = null;
    var heads = links.map(function (a) { return doc.getElementById(decodeURIComponent(a.hash.slice(1))); });
    function mark() {
      var at = 0, height = innerHeight * .28;
      waiting = 0;
      heads.forEach(function (head, i) { if (head && head.getBoundingClientRect().top < height) at = i; });
      if (scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 4) at = links.length - 1;
      if (links[at] === shown) return;
      if (shown) shown.removeAttribute("aria-current");
      shown = links[at];
      shown.setAttribute("aria-current", "location");
      // Keep it in sight where the list itself is longer than the window, without moving the page.
      var box = list.parentElement, top = shown.offsetTop - box.offsetTop;
      if (top < box.scrollTop || top + shown.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 2;
    }
    addEventListener("scroll", function () { waiting = waiting || requestAnimationFrame(mark); }, { passive: true });
    addEventListener("resize", function () { waiting = waiting || requestAnimationFrame(mark); }, { passive: true });
    mark();
  })();

  // On a small screen the list of contents folds away once a heading is chosen.
  all(".toc-short a").forEach(function (a) {
    a.addEventListener("click", function () { a.closest("details").open = false; });
  });

  function put(text) {
    return navigator.clipboard && navigator.clipboard.writeText ? navigator.clipboard.writeText(text) : Promise.reject();
  }

  // Copying code leaves out removed lines. Where the browser forbids copying, the code is selected instead.
  (function () {
    var pattern = one("#part-copy-button");
    if (!pattern) return;
    all(".code").forEach(function (figure) {
      var pre = one("pre", figure), button = pattern.content.firstElementChild.cloneNode(true), label = one("span", button);
      if (!pre) return;
      (one("figcaption", figure) || figure).append(button);
      button.addEventListener("click", function () {
        var word = label.textContent;
        function told(text) {
          label.textContent = text;
          say(text);
          button.disabled = true;
          setTimeout(function () { label.textContent = word; button.disabled = false; }, 1600);
        }
        put(code(pre)).then(function () { told(words.copied); }, function () {
          getSelection().selectAllChildren(pre);
          told(words.selected);
        });
      });
    });
    function code(pre) {
      var copy = pre.cloneNode(true), blocks = all(".l", copy);
      if (!blocks.length) return copy.textContent.replace(/\n$/, "");
      return blocks.filter(function (l) { return !l.classList.contains("del"); })
        .map(function (l) { return l.textContent.replace(/\n$/, ""); }).join("\n");
    }
  })();

  // A heading's own link also copies itself, and says so only to those who listen: the address bar shows it to the rest.
  all(".anchor > a").forEach(function (a) {
    a.addEventListener("click", function (e) {
      if (e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
      put(a.href).then(function () { say(words.linkCopied); }, function () {});
    });
  });

  // Dates that a list wants told from today; the written date stays as the title.
  (function () {
    // Without a language's own words (Chromium has none for Welsh) the browser would say it in another one.
    if (!window.Intl || !Intl.RelativeTimeFormat || !Intl.RelativeTimeFormat.supportedLocalesOf(root.lang).length) return;
    var format = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });
    var steps = [["day", 1, 14], ["week", 7, 60], ["month", 30.44, 700], ["year", 365.25, Infinity]];
    all("time[data-relative]").forEach(function (time) {
      var day = /^(\d{4})-(\d\d)-(\d\d)/.exec(time.dateTime), now = new Date();
      if (!day) return;
      var days = Math.round((Date.UTC(+day[1], day[2] - 1, +day[3]) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / 864e5);
      var step = steps.filter(function (s) { return Math.abs(days) < s[2]; })[0];
      time.title = time.textContent;
      time.textContent = format.format(Math.round(days / step[1]), step[0]);
    });
  })();
})();

// What a page can do beyond being read. Everything works without it.
(function (doc) {
  "use strict";
  var root = doc.documentElement, words = doc.body.dataset;

  // The theme: like the system, light, dark.
  var button = doc.querySelector("[data-theme-toggle]");
  function name() { return root.dataset.theme || "auto"; }
  function label() { button.setAttribute("aria-label", { auto: words.themeAuto, light: words.themeLight, dark: words.themeDark }[name()]); }
  if (button) {
    label();
    button.addEventListener("click", function () {
      var next = { auto: "light", light: "dark", dark: "auto" }[name()];
      if (next === "auto") delete root.dataset.theme; else root.dataset.theme = next;
      try { localStorage.setItem("candor-theme", next); } catch (e) { /* Kept for this page only. */ }
      label();
    });
  }

  // The menu closes when something else is chosen.
  var menu = doc.querySelector("details.menu");
  if (menu) {
    doc.addEventListener("click", function (event) { if (!menu.contains(event.target)) menu.open = false; });
    doc.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }

  // Contents: the last heading above the upper quarter is where the reader is.
  var spy = doc.querySelector("[data-spy]");
  if (spy) {
    var links = Array.from(spy.querySelectorAll("a[href^='#']"));
    var heads = links.map(function (link) { return doc.getElementById(decodeURIComponent(link.hash.slice(1))); });
    var waiting = false;
    var mark = function () {
      waiting = false;
      var here = 0;
      heads.forEach(function (head, i) { if (head && head.getBoundingClientRect().top < innerHeight * 0.28) here = i; });
      if (innerHeight + scrollY >= root.scrollHeight - 2) here = heads.length - 1;
      links.forEach(function (link, i) { if (i === here) link.setAttribute("aria-current", "location"); else link.removeAttribute("aria-current"); });
    };
    addEventListener("scroll", function () { if (!waiting) { waiting = true; requestAnimationFrame(mark); } }, { passive: true });
    mark();
  }

  // Copy buttons: removed lines of a diff stay behind.
  var live = doc.createElement("p");
  live.className = "vh"; live.setAttribute("role", "status"); doc.body.append(live);
  doc.querySelectorAll("figure.code").forEach(function (figure) {
    var caption = figure.querySelector("figcaption");
    if (!caption) { caption = doc.createElement("figcaption"); caption.append(doc.createElement("span")); figure.prepend(caption); }
    var copy = doc.createElement("button");
    copy.type = "button"; copy.className = "copy"; copy.textContent = words.copy;
    copy.addEventListener("click", function () {
      var code = figure.querySelector("code").cloneNode(true);
      code.querySelectorAll(".del").forEach(function (line) { line.remove(); });
      var done = function () { live.textContent = words.copied; copy.textContent = words.copied; setTimeout(function () { copy.textContent = words.copy; live.textContent = ""; }, 1600); };
      var select = function () { getSelection().selectAllChildren(figure.querySelector("code")); };
      if (navigator.clipboard) navigator.clipboard.writeText(code.textContent).then(done, select); else select();
    });
    caption.append(copy);
  });
})(document);

// A slash and Ctrl K (Cmd K on a Mac) lead to the search field, wherever one is. Never while somebody writes.
candor.ready(function () {
  "use strict";
  var way = candor.one("[data-search]");
  if (!way) return;
  document.addEventListener("keydown", function (e) {
    var to = e.target, writes = /^(input|textarea|select)$/i.test(to.tagName) || to.isContentEditable;
    var slash = e.key === "/" && !writes && !e.ctrlKey && !e.metaKey && !e.altKey;
    if (!slash && !(e.key.toLowerCase() === "k" && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey)) return;
    if (candor.one("dialog[open]")) return;
    e.preventDefault();
    var field = candor.one("[data-find]");
    if (field) field.focus(); else way.click();
  });
});

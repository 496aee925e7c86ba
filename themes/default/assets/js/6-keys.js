// The search: a slash, Ctrl K (Cmd K on a Mac) and the links to it open a dialog over the page; on its own page they lead
// to the field. Its script is fetched when somebody comes near, and where words are to stay marked. Never while somebody writes.
candor.ready(function () {
  "use strict";
  var ways = candor.all("[data-search]");
  if (!ways[0]) return;
  // Where it cannot be fetched, the link leads to a page that works without.
  function come(opens) {
    candor.script(candor.words.findScript).then(function () { if (opens) return candor.find(); })
      .catch(function () { if (opens) location.href = ways[0].href; });
  }
  ways.forEach(function (way) {
    way.onpointerenter = way.onfocus = function () { come(); };
    way.onclick = function (e) {
      if (e.metaKey || e.ctrlKey || e.shiftKey) return;
      e.preventDefault();
      come(1);
    };
  });
  if (candor.one("[data-find]") || /[?&]mark=/.test(location.search)) come();
  document.addEventListener("keydown", function (e) {
    var to = e.target, held = e.ctrlKey || e.metaKey;
    if (e.altKey || !(held ? e.key.toLowerCase() === "k" && !e.shiftKey : e.key === "/" && !to.isContentEditable && !/^(input|textarea|select)$/i.test(to.tagName))) return;
    e.preventDefault();
    if (!candor.one("dialog[open]")) come(1);
  });
});

// Runs before the first paint: says that scripts run, applies the reader's choice of light or dark, and asks for the fonts.
// It does nothing else, because nothing is drawn until it is done.
(function (root, script) {
  "use strict";
  root.classList.add("js");
  try {
    var choice = localStorage.getItem("candor-theme");
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  } catch (e) { /* A browser that keeps nothing follows the system. */ }
  // Asked for here and not in the page, since from the disk it has to be said differently: there, `crossorigin` is refused.
  (script.dataset.fonts || "").split(" ").filter(Boolean).forEach(function (font) {
    var link = document.createElement("link");
    link.rel = "preload";
    link.as = "font";
    link.type = "font/woff2";
    if (location.protocol !== "file:") link.crossOrigin = "";
    link.href = font;
    script.after(link);
  });
})(document.documentElement, document.currentScript);

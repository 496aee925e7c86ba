// Runs before the first paint: says that scripts run, and applies the reader's choice of light or dark.
// It does nothing else, because nothing is drawn until it is done.
(function (root) {
  "use strict";
  root.classList.add("js");
  try {
    var choice = localStorage.getItem("candor-theme");
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  } catch (e) { /* A browser that keeps nothing follows the system. */ }
})(document.documentElement);

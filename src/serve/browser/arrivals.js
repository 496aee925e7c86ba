// What the theme's scripts do to a page when it is loaded, done to what came into it later: code gets its button for
// copying. The scripts ran once, and what they hold is their own; so the same is done here, from the theme's own template.

function furnish() {
  var pattern = document.querySelector("#part-copy-button"), theme = window.candor;
  if (!pattern || !theme) return;
  document.querySelectorAll(".code").forEach(function (figure) {
    // The button of a code whose inside was put there anew still copies what was there before.
    var pre = figure.querySelector("pre"), old = figure.querySelector("button.copy");
    if (!pre || (old && old.candorPre === pre) || (old && !old.candorPre && first_code.has(pre))) return;
    if (old) old.remove();
    var button = pattern.content.firstElementChild.cloneNode(true), label = button.querySelector("span"), word = label.textContent, timer;
    var told = function (text) {
      clearTimeout(timer);
      label.textContent = text;
      button.classList.add("told");
      theme.say(text);
      timer = setTimeout(function () { label.textContent = word; button.classList.remove("told"); }, 1600);
    };
    button.candorPre = pre;
    button.addEventListener("click", function () {
      var way = navigator.clipboard ? navigator.clipboard.writeText(code_of(pre)) : Promise.reject(new Error("no clipboard"));
      way.then(function () { told(theme.words.copied); }, function () {
        getSelection().selectAllChildren(pre);
        told(theme.words.selected);
      });
    });
    (figure.querySelector("figcaption") || figure).append(button);
  });
}

// The text of a code, without the lines that are shown as removed.
function code_of(pre) {
  var lines = pre.querySelectorAll(".l");
  if (!lines.length) return pre.textContent.replace(/\n$/, "");
  return Array.prototype.filter.call(lines, function (line) { return !line.classList.contains("del"); })
    .map(function (line) { return line.textContent.replace(/\n$/, ""); }).join("\n");
}

// What the theme has given its buttons to.
var first_code = new Set(document.querySelectorAll(".code pre"));
document.addEventListener("candor:changed", furnish);

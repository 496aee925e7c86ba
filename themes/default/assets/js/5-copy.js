// Copying code leaves out removed lines. Where the browser forbids copying, the code is selected instead.
candor.ready(function () {
  "use strict";
  var pattern = candor.one("#part-copy-button"), words = candor.words;
  function put(text) {
    return navigator.clipboard && navigator.clipboard.writeText ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
  }
  function code(pre) {
    var blocks = candor.all(".l", pre);
    if (!blocks.length) return pre.textContent.replace(/\n$/, "");
    return blocks.filter(function (l) { return !l.classList.contains("del"); })
      .map(function (l) { return l.textContent.replace(/\n$/, ""); }).join("\n");
  }
  if (pattern) candor.all(".code").forEach(function (figure) {
    var pre = candor.one("pre", figure), button = pattern.content.firstElementChild.cloneNode(true), label = candor.one("span", button);
    if (!pre) return;
    (candor.one("figcaption", figure) || figure).append(button);
    var word = label.textContent, timer;
    function told(text) {
      clearTimeout(timer);
      label.textContent = text;
      button.classList.add("told");
      candor.say(text);
      timer = setTimeout(function () { label.textContent = word; button.classList.remove("told"); }, 1600);
    }
    button.addEventListener("click", function () {
      put(code(pre)).then(function () { told(words.copied); }, function () {
        getSelection().selectAllChildren(pre);
        told(words.selected);
      });
    });
  });

  // A heading's own link also copies itself, and says so beside it for as long as the button of a code does.
  candor.all(".anchor > a").forEach(function (a) {
    a.addEventListener("click", function (e) {
      if (e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
      put(a.href).then(function () {
        a.dataset.told = words.linkCopied;
        candor.say(words.linkCopied);
        setTimeout(function () { delete a.dataset.told; }, 1600);
      }, function () { /* The address bar has it. */ });
    });
  });
});

// Copying code leaves out removed lines. Where the browser forbids copying, the code is selected instead.
candor.ready(() => {
  var pattern = candor.one("#part-copy-button"), words = candor.words;
  function put(text) {
    return navigator.clipboard && navigator.clipboard.writeText ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
  }
  function code(pre) {
    var blocks = candor.all(".l", pre);
    if (!blocks.length) return pre.textContent.replace(/\n$/, "");
    return blocks.filter(l => !l.classList.contains("del"))
      .map(l => l.textContent.replace(/\n$/, "")).join("\n");
  }
  if (pattern) candor.all(".code").forEach(figure => {
    var pre = candor.one("pre", figure), button = pattern.content.firstElementChild.cloneNode(true), label = candor.one("span", button);
    if (!pre) return;
    (candor.one("figcaption", figure) || figure).append(button);
    var word = label.textContent, timer;
    function told(text) {
      clearTimeout(timer);
      label.textContent = text;
      button.classList.add("told");
      candor.say(text);
      timer = setTimeout(() => { label.textContent = word; button.classList.remove("told"); }, 1600);
    }
    button.onclick = () => {
      put(code(pre)).then(() => told(words.copied), () => {
        getSelection().selectAllChildren(pre);
        told(words.selected);
      });
    };
  });

  // A heading's own link also copies itself, and says so beside it for as long as the button of a code does.
  candor.all(".anchor > a").forEach(a => {
    a.onclick = e => {
      if (e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
      put(a.href).then(() => {
        a.dataset.told = words.linkCopied;
        candor.say(words.linkCopied);
        setTimeout(() => { delete a.dataset.told; }, 1600);
      }, () => { /* The address bar has it. */ });
    };
  });
});

// The search: a slash, Ctrl K (Cmd K on a Mac) and the links to it open a dialog over the page; on its own page they lead
// to the field. Its script is fetched when somebody comes near, and where words are to stay marked. Never while somebody writes.
candor.ready(() => {
  var ways = candor.all("[data-search]"), keys;
  // Who asks for it begins to write before it is there: the dialog is given the keys.
  function hear(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || !/^(.|Enter|Backspace|Escape)$/u.test(e.key)) return;
    e.preventDefault();
    e.stopPropagation();
    keys.push(e.key);
  }
  function heard() {
    removeEventListener("keydown", hear, true);
    var all = keys;
    keys = 0;
    return all || [];
  }
  function come(e) {
    if (e) {
      e.preventDefault();
      if (keys) return;
      keys = [];
      addEventListener("keydown", hear, true);
    }
    candor.script(candor.words.findScript).then(() => e && candor.find(heard)).catch(() => { if (e) { heard(); candor.say(candor.words.findFailed, 1); } });
  }
  ways.forEach(way => {
    way.onpointerenter = way.onfocus = () => come();
    way.onclick = e => e.metaKey || e.ctrlKey || e.shiftKey || come(e);
  });
  if (candor.one("[data-find]") || /&mark=/.test(location.hash)) come();
  document.addEventListener("keydown", e => {
    var to = e.target;
    if (!e.altKey && (e.ctrlKey || e.metaKey ? /^k$/i.test(e.key) && !e.shiftKey : e.key === "/" && !to.isContentEditable && !to.matches("input,textarea,select")) && !candor.one("dialog[open]")) come(e);
  });
});

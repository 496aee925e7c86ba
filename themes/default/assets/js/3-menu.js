// The drawer closes on Escape, on a click beside it, and when the focus has left it. The tree of contents comes when
// it is first opened, and at once where it stands in a column.
candor.ready(() => {
  var menu = candor.one(".menu");
  function grow(place) {
    candor.script(candor.words.treeScript).then(() => candor.tree(place), () => { /* The link that stands there leads to the contents. */ });
  }
  var column = candor.one(".tree-column");
  // Where the column is not shown, nothing is fetched for it.
  if (column && column.offsetParent) grow(column);
  if (!menu) return;
  var drawer = candor.one(".drawer", menu), summary = candor.one("summary", menu);
  menu.addEventListener("toggle", () => {
    if (menu.open) grow(candor.one("[data-tree]", drawer));
  });
  document.addEventListener("click", e => { if (menu.open && !menu.contains(e.target)) menu.open = false; });
  menu.addEventListener("focusout", e => { if (e.relatedTarget && !menu.contains(e.relatedTarget)) menu.open = false; });
  // Asked of the whole page: after a click on a blank spot in the drawer the focus is nowhere.
  document.addEventListener("keydown", e => {
    if (e.key !== "Escape" || !menu.open || e.defaultPrevented) return;
    menu.open = false;
    summary.focus();
  });
});

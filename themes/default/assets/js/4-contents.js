// The lists of contents mark what is being read: the last heading above a quarter of the window. On a narrow screen
// the bar says it, and folds away once a heading is chosen.
candor.ready(() => {
  var lists = candor.all("[data-spy]"), root = document.documentElement, now = candor.one("[data-spy-now]"), bar = candor.one(".toc-bar");
  if (!lists.length) return;
  var links = lists.map(list => candor.all("a", list)), waiting = 0, shown = -1;
  var heads = links[0].map(a => document.getElementById(decodeURIComponent(a.hash.slice(1))));
  function mark() {
    var at = -1, height = innerHeight * .28;
    waiting = 0;
    heads.forEach((head, i) => { if (head && head.getBoundingClientRect().top < height) at = i; });
    if (scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 4) at = heads.length - 1;
    if (at === shown) return;
    links.forEach(list => {
      if (shown >= 0) list[shown].removeAttribute("aria-current");
      if (at >= 0) list[at].setAttribute("aria-current", "location");
    });
    shown = at;
    if (now) now.textContent = at < 0 ? "" : links[0][at].textContent;
    if (at < 0) return;
    // Keep it in sight where the list itself is longer than the window, without moving the page.
    links.forEach(list => {
      var a = list[at], box = a.closest(".stick");
      if (!box) return;
      var top = a.offsetTop - box.offsetTop;
      if (top < box.scrollTop || top + a.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 2;
    });
  }
  function soon() { waiting = waiting || requestAnimationFrame(mark); }
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  mark();

  if (!bar) return;
  candor.all("a", bar).forEach(a => { a.onclick = () => { bar.open = false; }; });
  document.addEventListener("click", e => { if (bar.open && !bar.contains(e.target)) bar.open = false; });
  // As with the drawer: the focus may be nowhere.
  document.addEventListener("keydown", e => {
    if (e.key !== "Escape" || !bar.open || e.defaultPrevented) return;
    var held = document.activeElement;
    bar.open = false;
    // Whoever reads on elsewhere stays there.
    if (held.contains(bar) || bar.contains(held)) candor.one("summary", bar).focus();
  });
});

// A look at a linked note before one goes there: its title, summary and kind, and the section pointed at.
// For a mouse that rests on a link, and for a link that the keyboard comes to; never on touch. Escape puts it away.
(function () {
  "use strict";
  var words = candor.words, base = candor.base.href, root = document.documentElement, card = null, owner = null, timer = 0;
  var WAIT = 350, LINGER = 220;

  // FNV-1a, 32 bits, as the build counts it (src/page/preview.rs).
  function fnv(text) {
    var hash = 0x811c9dc5;
    new TextEncoder().encode(text).forEach(function (byte) { hash = Math.imul(hash ^ byte, 0x01000193); });
    return hash >>> 0;
  }

  function hide() {
    clearTimeout(timer);
    if (owner) owner.removeAttribute("aria-describedby");
    if (card) card.remove();
    card = owner = null;
  }
  function later() {
    clearTimeout(timer);
    timer = setTimeout(hide, LINGER);
  }

  // What a link says beforehand: nothing for other sites, for files, for the page itself, and for a note that was found, which says it.
  function content(a) {
    if (a.classList.contains("fnref")) {
      var note = document.getElementById(decodeURIComponent(a.hash.slice(1)));
      if (!note) return Promise.resolve(null);
      var text = note.cloneNode(true);
      candor.all(".back-ref", text).forEach(function (back) { back.remove(); });
      return Promise.resolve([candor.make("p", "peek-text", text.textContent.trim())]);
    }
    var parts = a.href.split("#"), url = parts[0].replace(base, "");
    if (parts[0].indexOf(base) !== 0 || !/\.html$/.test(url) || parts[0] === location.href.split("#")[0] || /&mark=/.test(parts[1])) return Promise.resolve(null);
    return candor.data("previews-" + fnv(url) % words.previews).then(function (shard) {
      var found = shard[url];
      if (!found) return null;
      var kind = candor.make("p", "kind", found[0]), section = parts[1] && found[5] && found[5][decodeURIComponent(parts[1])];
      kind.dataset.k = found[1];
      if (found[4]) kind.append(candor.make("span", "peek-date", found[4]));
      return [kind, candor.make("p", "peek-title", found[2])].concat(section
        ? [candor.make("p", "peek-heading", section[0]), candor.make("p", "peek-text", section[1])]
        : found[3] ? [candor.make("p", "peek-text", found[3])] : []);
    });
  }

  function show(a) {
    content(a).then(function (parts) {
      // By now the pointer may have gone on, or the link.
      if (!parts || owner !== a || card || !a.getClientRects().length) return;
      card = candor.make("div", "peek");
      card.id = "part-peek";
      card.setAttribute("role", "tooltip");
      parts.forEach(function (part) { card.append(part); });
      // In the main part, since all that a page says is in a landmark.
      candor.one("main").append(card);
      a.setAttribute("aria-describedby", "part-peek");
      var at = a.getClientRects()[0], wide = root.clientWidth - card.offsetWidth - 12, high = card.offsetHeight;
      var start = root.dir === "rtl" ? at.right - card.offsetWidth : at.left;
      var below = at.bottom + high + 12 < innerHeight || at.top < high + 12;
      card.style.left = Math.max(12, Math.min(start, wide)) + scrollX + "px";
      card.style.top = scrollY + (below ? at.bottom + 7 : at.top - high - 7) + "px";
      card.addEventListener("pointerenter", function () { clearTimeout(timer); });
      card.addEventListener("pointerleave", later);
    }, function () { /* A link without a preview is a link. */ });
  }

  function come(a, wait) {
    if (owner === a) { clearTimeout(timer); if (card) return; }
    hide();
    owner = a;
    if (wait) timer = setTimeout(show, WAIT, a); else show(a);
  }

  candor.previews = function (main, first, atOnce) {
    function linkOf(e) {
      var a = e.target.closest ? e.target.closest("a[href]") : null;
      return a && !a.closest(".card-title, .toc, .anchor, .crumbs") ? a : null;
    }
    main.addEventListener("pointerover", function (e) {
      var a = linkOf(e);
      if (a && e.pointerType === "mouse") come(a, true);
    });
    main.addEventListener("pointerout", function (e) {
      if (owner && linkOf(e) === owner && !owner.contains(e.relatedTarget)) later();
    });
    main.addEventListener("focusin", function (e) {
      var a = linkOf(e);
      if (a && a.matches(":focus-visible")) come(a, false);
    });
    main.addEventListener("focusout", hide);
    document.addEventListener("keydown", function (e) { if (e.key === "Escape") hide(); });
    addEventListener("scroll", function () { if (card && owner && !owner.matches(":hover, :focus")) later(); }, { passive: true });
    if (first && linkOf({ target: first })) come(first, !atOnce);
  };
})();

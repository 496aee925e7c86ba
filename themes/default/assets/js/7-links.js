// The first time the pointer or the focus comes to a link in a text, the script that shows previews is fetched.
candor.ready(() => {
  var words = candor.words, main = candor.one("main");
  if (!main || !words.previewsScript) return;
  function first(e) {
    var a = e.target.closest ? e.target.closest("a[href]") : null;
    if (!a || (e.type === "pointerover" && e.pointerType !== "mouse") || (e.type === "focusin" && !a.matches(":focus-visible"))) return;
    main.removeEventListener("pointerover", first);
    main.removeEventListener("focusin", first);
    candor.script(words.previewsScript).then(() => candor.previews(main, a, e.type === "focusin"), () => {
      /* A link without a preview is a link. */
    });
  }
  main.addEventListener("pointerover", first);
  main.addEventListener("focusin", first);
});

// A picture that is shown smaller than it is gets a button that opens it as large as the window allows.
candor.ready(() => {
  var pattern = candor.one("#part-larger-button"), dialog;
  if (!pattern || !window.HTMLDialogElement) return;
  function open(picture) {
    if (!dialog) {
      dialog = candor.make("dialog", "picture");
      dialog.onclick = () => dialog.close();
      document.body.append(dialog);
    }
    var large = picture.cloneNode(), close = candor.make("button", "button", candor.words.close);
    large.removeAttribute("loading");
    large.className = "";
    close.type = "button";
    dialog.setAttribute("aria-label", picture.alt || candor.words.picture);
    dialog.replaceChildren(close, large);
    dialog.showModal();
  }
  function offer(picture) {
    var place = picture.parentElement, alone = place.tagName === "FIGURE" || (place.tagName === "P" && !place.textContent.trim());
    if (!alone || picture.closest("a") || candor.one(".larger", place)) return;
    // A drawing has no size of its own: it is as large as one likes. The others say theirs before they are loaded.
    var width = +picture.getAttribute("width") || picture.naturalWidth;
    if (width < picture.clientWidth * 1.2 && !/\.svg$/.test(picture.src)) return;
    var button = pattern.content.firstElementChild.cloneNode(true);
    place.classList.add("pictured");
    candor.all("img", place).pop().after(button);
    button.onclick = () => {
      // A diagram has a picture for light and one for dark; the one that is seen is meant.
      open(candor.all("img", place).filter(one => one.clientWidth)[0] || picture);
    };
  }
  candor.all(".prose img").forEach(picture => {
    if (picture.complete || picture.hasAttribute("width") || /\.svg$/.test(picture.src)) offer(picture); else picture.addEventListener("load", () => offer(picture));
  });
});

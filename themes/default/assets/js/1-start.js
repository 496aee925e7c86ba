// Runs before the first paint: says that scripts run, applies the reader's choice of light or dark, asks for the
// fonts, and gives the other scripts what they share. Those stand in the same file, since a request more costs a first
// visit more than they take to be read; what they do waits until the page is there.
"use strict";
((doc, root) => {
  var me = doc.currentScript, words = me.dataset, base = new URL(words.root || "./", location.href), asked = {}, late = "", line, timer;

  root.classList.add("js");
  if (/mac|iphone|ipad/i.test(navigator.platform)) root.classList.add("mac");

  // What a browser keeps for this site alone: two wikis may stand on one host.
  function key(name) { return "candor:" + base.pathname + ":" + name; }
  function kept(name) {
    try { return localStorage.getItem(key(name)); } catch (e) { return null; /* A browser that keeps nothing starts anew on each page. */ }
  }
  function keep(name, value) {
    try {
      if (value === null) localStorage.removeItem(key(name)); else localStorage.setItem(key(name), value);
    } catch (e) { /* As above. */ }
  }
  var choice = kept("theme");
  if (choice === "light" || choice === "dark") root.dataset.theme = choice;

  // Asked for here and not in the page, since from the disk it has to be said differently: there, crossorigin is refused.
  (words.fonts || "").split(" ").filter(Boolean).forEach(font => {
    var link = doc.createElement("link");
    link.rel = "preload";
    link.as = "font";
    link.type = "font/woff2";
    if (location.protocol !== "file:") link.crossOrigin = "";
    link.href = font;
    me.after(link);
  });

  // Fetches a script once, however often it is asked for; a script works from a folder too, where a fetch would not. One
  // that has not come after fifteen seconds is given up, and asked for anew the next time: at another address, since a
  // browser would go on to wait for the first.
  function script(url) {
    asked[url] = asked[url] || new Promise((done, failed) => {
      var tag = doc.createElement("script"), wait = setTimeout(() => { late = "?" + Date.now(); tag.onerror(); }, 15000);
      tag.src = url + late;
      tag.onload = () => { clearTimeout(wait); done(); };
      tag.onerror = () => { delete asked[url]; failed(new Error(url)); };
      doc.head.append(tag);
    });
    return asked[url];
  }

  // A data file calls this with its name and what it holds.
  var held = {};
  window.candorData = (name, value) => { held[name] = value; };

  window.candor = {
    words: words,
    base: base,
    kept: kept,
    keep: keep,
    script: script,
    data: name => {
      return script(base.href + "data/" + name + ".js").then(() => held[name]);
    },
    ready: work => {
      if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", work); else work();
    },
    one: (selector, inside) => (inside || doc).querySelector(selector),
    all: (selector, inside) => [...(inside || doc).querySelectorAll(selector)],
    // Makes an element with a class and a text: a name is never read as markup.
    make: (tag, name, text) => {
      var made = doc.createElement(tag);
      if (name) made.className = name;
      if (text) made.textContent = text;
      return made;
    },
    // A line that only screen readers hear, or that is seen for a while too.
    say: (text, seen) => {
      if (!line) {
        line = candor.make("p");
        line.setAttribute("role", "status");
        doc.body.append(line);
      }
      line.className = seen ? "peek" : "unseen";
      line.style.cssText = seen ? "margin:1rem;inset:" + scrollY + "px auto auto 0" : "";
      line.textContent = text || "";
      clearTimeout(timer);
      if (seen) timer = setTimeout(candor.say, 8000);
    }
  };
})(document, document.documentElement);

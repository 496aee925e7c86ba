// How the dialog is used: what keys and clicks do in it, those that come before it or its answer is there, what is said
// aloud; and how it is opened. Asks for nothing itself, and shows nothing.

// After how many milliseconds without another letter the outcome is said aloud.
var PAUSE = 350;
// The dialog, once it was opened.
var finder = null;

// Keys for the options. While the answer to what stands in the field is on its way, the options are those of another:
// what is pressed waits for its own.
function keysOf(options) {
  var held = [], self = {
    stale: false,
    hold: e => { held.push(e); },
    drop: () => { held = []; },
    release: () => {
      var keys = held;
      held = [];
      keys.forEach(options.press);
    },
    // Whether a key asked for something, now or later.
    press: e => {
      if (!self.stale || !/^(Enter|ArrowUp|ArrowDown)$/.test(e.key)) return options.press(e);
      self.hold(e);
      return true;
    }
  };
  return self;
}

// What those hear who do not see it: at once, or when nothing has been typed for a while.
function voiceOf(status) {
  var timer;
  return {
    now: text => {
      clearTimeout(timer);
      status.textContent = text;
    },
    soon: text => {
      clearTimeout(timer);
      timer = setTimeout(() => { status.textContent = text; }, PAUSE);
    }
  };
}

function listen(self) {
  var { dialog, input, list, more } = self.parts;
  input.addEventListener("input", () => { self.keys.drop(); self.ask(); });
  input.addEventListener("keydown", e => { if (!e.isComposing && self.keys.press(e)) e.preventDefault(); });
  list.addEventListener("click", e => {
    var row = e.target.closest("[role=option]");
    if (!row || !row.href) return;
    self.remember();
    if (!e.ctrlKey && !e.metaKey && !e.shiftKey) dialog.close();
  });
  // A mouse leaves the focus in the field.
  list.addEventListener("pointerdown", e => { if (e.pointerType === "mouse" && !e.button) e.preventDefault(); });
  more.addEventListener("click", () => { self.remember(); });
  dialog.addEventListener("click", e => { if (e.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", e => {
    var ctrl = e.ctrlKey || e.metaKey;
    // The keys that open it close it.
    if (ctrl && !e.altKey && !e.shiftKey && /^k$/i.test(e.key)) { e.preventDefault(); e.stopPropagation(); return dialog.close(); }
    // From the chips and the rest, writing goes on in the field.
    if (e.key.length === 1 && e.key !== " " && e.target !== input && !ctrl && !e.altKey) input.focus();
  });
  dialog.addEventListener("close", () => { self.closed(); });
}

// What was typed before there was a field: the text, whether Enter came after it, and whether Escape called it off.
function typed(keys) {
  var text = [], enter = false, off = false;
  keys.forEach(key => {
    enter = key === "Enter" && !off;
    if (key === "Escape") { off = true; text = []; }
    else if (off) off = key !== "/";
    else if (key === "Backspace") text.pop();
    else if (!enter) text.push(key);
  });
  return { text: text.join(""), enter, off };
}

// Opens the dialog, or leads to the field. What is given says the keys that were pressed meanwhile, and hears no more.
candor.find = async heard => {
  var field = one("[data-find]"), early = typed(heard());
  if (early.off) return;
  if (field) {
    field.focus();
    if (early.text) { field.value += early.text; field.dispatchEvent(new Event("input")); }
    if (early.enter) field.form.requestSubmit();
    return;
  }
  finder = finder || new Dialog();
  if (!finder.parts.dialog.open) finder.open(early.text, early.enter);
};

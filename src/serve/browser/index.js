// The search keeps what it has read of the index, for as long as a page stands; in a preview a page stands through many
// builds. So its engine is loaded once more for the newest of them: at once where somebody is looking for something,
// else when the search is opened next. The dialog and the page of the search stay as they are, with what is typed.

var index = { newest: 0, held: 0, engine: "", core: null, data: {}, busy: null };
// The name of the engine's file, with or without a digest.
var engine_name = /\/search(\.[0-9a-f]{8})?\.js$/;

// Puts itself between the theme's scripts and the files that they ask for.
function watch_index() {
  var theme = window.candor, keep = window.candorData;
  if (!theme || !theme.script || !theme.data || !keep) return;
  var script = theme.script;
  window.candorData = function (name, value) { index.data[name] = value; keep(name, value); };
  // Of data there is only the newest, and a script with the same address is loaded once.
  theme.data = function (name) {
    return script(theme.base.href + "data/" + name + ".js?build=" + index.newest).then(function () { return index.data[name]; });
  };
  theme.script = function (url) {
    var find = theme.find;
    return script(url).then(function (done) {
      // Known by its name: of scripts that come together, each finds what the others have brought.
      if (!index.engine && theme.search && engine_name.test(url)) { index.engine = url; index.held = index.newest; }
      if (theme.find !== find && theme.find) {
        var open = theme.find;
        theme.find = function (heard) { return renewed().then(function () { return open(heard); }); };
      }
      return done;
    });
  };

  // Brings the engine up to date, where it is not; never fails: an old answer is better than none.
  function renewed() {
    if (!index.engine || index.held === index.newest) return Promise.resolve(false);
    index.busy = index.busy || renew().catch(function () { /* Tried again the next time. */ }).then(function () { index.busy = null; });
    return index.busy.then(function () { return true; });
  }
  function renew() {
    var to = index.newest;
    // Who looks for something holds what the first engine knew of the notes: that is filled anew.
    return theme.search.start().then(function (core) {
      index.core = index.core || core;
      return script(index.engine + "?build=" + to);
    }).then(function () { return theme.search.start(); }).then(function (fresh) {
      // Never filled from itself, which by then would be empty.
      if (fresh !== index.core) {
        Object.keys(index.core).forEach(function (name) { delete index.core[name]; });
        Object.assign(index.core, fresh);
      }
      index.held = to;
    });
  }

  index.built = function (number) {
    if (number === index.newest) return;
    index.newest = number;
    var field = document.querySelector("dialog.find-dialog[open] input") || document.querySelector("[data-find]");
    if (!field) return;
    renewed().then(function (anew) { if (anew && field.value.trim()) field.dispatchEvent(new Event("input")); });
  };
}
index.built = function () { /* A theme without our search. */ };
watch_index();

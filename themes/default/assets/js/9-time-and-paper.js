// Dates that a list wants told from today; the written date stays as the title.
candor.ready(() => {
  var lang = document.documentElement.lang;
  // Without a language's own words (Chromium has none for Welsh) the browser would say it in another one.
  if (!window.Intl || !Intl.RelativeTimeFormat || !Intl.RelativeTimeFormat.supportedLocalesOf(lang).length) return;
  var format = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  var steps = [["day", 1, 14], ["week", 7, 60], ["month", 30.44, 700], ["year", 365.25, Infinity]];
  candor.all("time[data-relative]").forEach(time => {
    var day = /^(\d{4})-(\d\d)-(\d\d)/.exec(time.dateTime), now = new Date();
    if (!day) return;
    var days = Math.round((Date.UTC(+day[1], day[2] - 1, +day[3]) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / 864e5);
    var step = steps.filter(s => Math.abs(days) < s[2])[0];
    time.title = time.textContent;
    time.textContent = format.format(Math.round(days / step[1]), step[0]);
  });
});

// On paper nothing can be opened, so all that folds is open, and folds again afterwards.
(() => {
  var folded = [];
  addEventListener("beforeprint", () => {
    folded = candor.all("main details:not([open]):not(.toc-bar)");
    folded.forEach(details => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    folded.forEach(details => { details.open = false; });
    folded = [];
  });
})();

// Light and dark: the system's choice, light, dark, and round again.
candor.ready(() => {
  var button = candor.one("[data-theme-toggle]"), root = document.documentElement, order = ["system", "light", "dark"];
  if (!button) return;
  function show(choice) {
    if (choice === "system") delete root.dataset.theme; else root.dataset.theme = choice;
    button.setAttribute("aria-label", button.dataset[choice]);
    button.title = button.dataset[choice];
  }
  show(root.dataset.theme || "system");
  button.onclick = () => {
    var choice = order[(order.indexOf(root.dataset.theme || "system") + 1) % 3];
    show(choice);
    candor.say(button.dataset[choice]);
    candor.keep("theme", choice === "system" ? null : choice);
  };
});

// Typing a pile of paper forms: figures choose among the answers of the group in hand, Ctrl+Enter saves,
// and each new page begins at its first question. Works without: every control is an ordinary one.

const form = document.querySelector("[data-entry]");

/** The answer that a figure stands for in the group the keyboard is in. */
function byFigure(event) {
  const figure = Number(event.key);
  if (!figure || event.ctrlKey || event.altKey || event.metaKey) return;
  const control = event.target;
  if (!control.matches("input[type=radio], input[type=checkbox]")) return;
  const chosen = control.closest("fieldset").querySelectorAll("input")[figure - 1];
  if (!chosen) return;
  event.preventDefault();
  chosen.focus();
  chosen.click();
}

function bySaving(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
}

if (form) {
  form.querySelector("[data-keys]").hidden = false;
  form.addEventListener("keydown", byFigure);
  form.addEventListener("keydown", bySaving);
  // after saving, the address itself leads to the first control
  if (!window.location.hash && !document.querySelector("[data-focus]")) form.querySelector("input:not([type=hidden]), textarea")?.focus();
}

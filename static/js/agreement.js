// Reading a sample by keyboard: 1 to 9 tick a code, Enter saves. Without this the boxes and buttons do the same.
// Single keys can be turned off for good on this machine (WCAG 2.1.4).

const STORE = "cypp-reading-keys";
const all = (selector) => [...document.querySelectorAll(selector)];

function stored() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true; // a browser that keeps nothing still has keys
  }
}

let on = stored();

function show() {
  all("[data-keys], .blind-codes kbd").forEach((part) => { part.hidden = !on; });
  all("[data-keys-back]").forEach((part) => { part.hidden = on; });
}

function turn(to) {
  on = to;
  try {
    localStorage.setItem(STORE, to ? "on" : "off");
  } catch {
    // nothing is kept: the choice holds for this page
  }
  show();
  document.querySelector(to ? "[data-keys-off]" : "[data-keys-on]")?.focus();
}

document.querySelector("[data-keys-off]")?.addEventListener("click", () => turn(false));
document.querySelector("[data-keys-on]")?.addEventListener("click", () => turn(true));

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  const at = event.target;
  if (at.matches("textarea, select, input:not([type=checkbox])")) return;
  if (/^[1-9]$/.test(event.key)) {
    const box = document.querySelector(`[data-number="${event.key}"] input`);
    if (!box) return;
    box.checked = !box.checked;
    box.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && !at.closest("a, button, summary")) {
    document.querySelector("[data-numbers] button[value=done]")?.click();
    event.preventDefault();
  }
});

show();

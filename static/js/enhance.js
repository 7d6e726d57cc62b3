// Small helps for pages that already work without a script. Each looks for its own attribute and does nothing where it is not.

/** Focus the error summary, and bring its links' controls into view with their label. */
function errorSummary() {
  const summary = document.querySelector("[data-focus]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const control = target.matches("input, select, textarea, button") ? target : target.querySelector("input, select, textarea") || target;
    (control.closest(".field") || control).scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });
}

/**
 * A second submit within five seconds is dropped. Nothing is disabled, so the used button's name and value still travel.
 * A form that brings files (data-files) leaves the page standing, so there each of its buttons is watched by itself.
 */
function oneSubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    const brings = "files" in form.dataset && event.submitter;
    const pressed = brings || form;
    const last = Number(pressed.dataset.sentAt || 0);
    if (Date.now() - last < 5000) {
      event.preventDefault();
      return;
    }
    pressed.dataset.sentAt = String(Date.now());
    if (event.submitter && !brings) event.submitter.dataset.busy = "";
  });
  // coming back with the Back button shows the page as it was: let it be sent again
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-sent-at]").forEach((pressed) => delete pressed.dataset.sentAt);
    document.querySelectorAll("[data-busy]").forEach((button) => delete button.dataset.busy);
  });
}

/** The sentence under a long answer becomes a count; it is read out only when the writer pauses. */
function countCharacters(box) {
  const note = document.getElementById(box.dataset.count);
  if (!note) return;
  const most = Number(note.dataset.max);
  const heard = document.createElement("span");
  heard.className = "vh";
  heard.setAttribute("role", "status");
  note.after(heard);
  let pause;
  const show = () => {
    const left = most - [...box.value].length;
    const words = left < 0 ? `${(-left).toLocaleString("en-GB")} characters too many` : `${left.toLocaleString("en-GB")} characters left`;
    note.textContent = words;
    note.classList.toggle("over", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => { heard.textContent = left < most * 0.1 ? words : ""; }, 1000);
  };
  box.addEventListener("input", show);
  if (box.value) show();
}

/** A button that shows and hides a password; it hides again before the form is sent. */
function showPassword(button) {
  const input = document.getElementById(button.dataset.showPassword);
  if (!input) return;
  const set = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? "Hide" : "Show";
    button.setAttribute("aria-label", shown ? "Hide password" : "Show password");
  };
  button.hidden = false;
  button.addEventListener("click", () => set(input.type === "password"));
  input.form?.addEventListener("submit", () => set(false));
}

/** Copy the value of a field; where the clipboard is closed to us the words are selected instead. */
function copyValue(button) {
  const field = document.getElementById(button.dataset.copy);
  const note = button.parentElement.querySelector("[role=status]");
  if (!field) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      if (note) note.textContent = "Copied";
    } catch {
      if (note) note.textContent = "Selected: now press Ctrl and C";
    }
  });
}

/** Where at most so many pictures may be chosen, say how many are left; the server has the last word. */
function atMost(group) {
  const most = Number(group.dataset.most);
  const note = document.createElement("p");
  note.className = "count";
  note.setAttribute("role", "status");
  group.after(note);
  const show = () => {
    const chosen = group.querySelectorAll("input:checked").length;
    note.textContent = chosen > most ? `You have chosen ${chosen}. Take ${chosen - most} out.` : `${chosen} of ${most} chosen`;
    note.classList.toggle("over", chosen > most);
  };
  group.addEventListener("change", show);
  show();
}

/** A filter form is sent when a choice changes; its button stays for those without a script. */
function sendOnChange(form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) form.requestSubmit();
  });
}

/** An open menu closes with Escape, and when attention goes elsewhere. */
function closingMenus() {
  const menus = document.querySelectorAll("details.me, details.menu");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus.forEach((menu) => {
      if (!menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    menus.forEach((menu) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
  });
}

export function enhance(root = document) {
  root.querySelectorAll("[data-count]").forEach(countCharacters);
  root.querySelectorAll("[data-show-password]").forEach(showPassword);
  root.querySelectorAll("[data-copy]").forEach(copyValue);
  root.querySelectorAll("[data-most]").forEach(atMost);
  root.querySelectorAll("form[data-send-on-change]").forEach(sendOnChange);
}

errorSummary();
oneSubmit();
closingMenus();
enhance();

// How the workbench sends its forms: one act after another, and only the rows that changed are put in place.
// The server draws the rows; nothing is drawn here. Without this file each form is an ordinary post.

const QUIET = 1500;
const RARELY = 15000;
let waiting = Promise.resolve();
let figuresDue = 0;
let figuresAt = 0;
const due = new Map();

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const rows = () => all(".grid tbody tr");
const parsed = (words) => new DOMParser().parseFromString(words, "text/html");

export function say(words) {
  const place = document.querySelector("[data-say]");
  if (place) place.textContent = words;
}

/** Put the parts of a whole page in place of ours. */
export function swapPage(page, parts = [".wb", ".dock", ".walk", ".head", ".answer", "dialog.note-box"]) {
  for (const part of parts) {
    const old = document.querySelector(`main > ${part}`);
    const fresh = page.querySelector(`main > ${part}`);
    if (old && fresh) old.replaceWith(fresh);
  }
}

/** Put the rows and the message of an answer in place. A row with acts still on their way waits for the last of them. */
function swapRows(part, asked, done) {
  for (const id of asked) {
    if (due.get(id)) continue;
    const old = document.getElementById(`a-${id}`);
    const fresh = part.querySelector(`[data-answer="${id}"]`);
    if (!old) continue;
    if (!fresh) { old.remove(); continue; }
    for (const cls of ["on", "sel"]) fresh.classList.toggle(cls, old.classList.contains(cls));
    fresh.querySelector("[name=answer]").checked = old.querySelector("[name=answer]").checked;
    fresh.tabIndex = -1;
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (hadFocus) fresh.focus({ preventScroll: true });
  }
  const toast = part.querySelector(".toast");
  const float = document.querySelector(".float");
  all(".toast", float).forEach((old) => old.remove());
  if (toast) float.prepend(toast);
  say(toast?.querySelector("p")?.textContent || "");
  done();
}

async function reload(done) {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  const page = parsed(await answer.text());
  if (!answer.ok || !page.querySelector("main > .wb")) return location.reload();
  const float = document.querySelector(".float .toast");
  swapPage(page);
  if (float) document.querySelector(".float").prepend(float);
  return done();
}

/** The numbers beside the list follow when the coder pauses, and not more often than every 15 seconds. */
function figuresSoon() {
  clearTimeout(figuresDue);
  figuresDue = setTimeout(figures, Math.max(QUIET, figuresAt + RARELY - Date.now()));
}

async function figures() {
  const address = document.querySelector("[data-figures]")?.dataset.figures;
  if (!address) return;
  figuresAt = Date.now();
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) return;
    const { numbers, others } = await answer.json();
    all("[data-n]").forEach((place) => { if (numbers[place.dataset.n] !== undefined) place.textContent = numbers[place.dataset.n]; });
    all("[data-others]").forEach((place) => { place.textContent = others; });
  } catch {
    // the numbers come with the next page
  }
}

async function post(address, data) {
  return fetch(address, { method: "POST", body: data, credentials: "same-origin", keepalive: true, headers: { "X-Part": "rows" } });
}

// acts that still wait for their turn would be lost with the page
addEventListener("beforeunload", (event) => {
  if ([...due.values()].some(Boolean)) event.preventDefault();
});

/** Send a form as its button would. `asked` are the rows it is about; `restore` puts back what was taken away too soon. */
export function send(form, button, { asked = [], restore = () => {}, done = () => {} } = {}) {
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  const address = button?.getAttribute("formaction") || form.getAttribute("action");
  const count = (by) => asked.forEach((id) => due.set(id, (due.get(id) || 0) + by));
  count(1);
  waiting = waiting.then(async () => {
    try {
      const answer = await post(address, data);
      const words = await answer.text();
      count(-1);
      if (answer.status === 422) { restore(); return say(words); }
      const part = parsed(words).querySelector("[data-swap]");
      if (!answer.ok || !part) return location.assign(answer.url.includes("/acts") ? location.href : answer.url);
      const touched = new Set([...asked, ...all("[data-answer]", part).map((row) => row.dataset.answer)]);
      swapRows(part, touched, done);
      figuresSoon();
      return part.hasAttribute("data-again") ? reload(done) : undefined;
    } catch {
      count(-1);
      restore();
      return say("That was not saved: the server did not answer. Try again.");
    }
  });
  return waiting;
}

/** Keep a choice without leaving the page, such as keys on or off. */
export async function keep(form) {
  try {
    await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual" });
  } catch {
    say("That was not saved: the server did not answer. Try again.");
  }
}

/** Add the next 50 answers below the last ones; return whether there were more. */
export async function more() {
  const link = document.querySelector(".pager [rel=next]");
  if (!link) return false;
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const page = parsed(await answer.text());
  const fresh = all(".grid tbody tr", page).filter((row) => !document.getElementById(row.id));
  const body = document.querySelector(".grid tbody");
  if (!answer.ok || !fresh.length || !body) return false;
  body.append(...fresh);
  const next = page.querySelector(".pager [rel=next]");
  if (next) link.replaceWith(next);
  else link.remove();
  return true;
}

// The workbench by keyboard and without reloads. Everything works without this: each key presses a button or follows a link
// that is on the page, each act is the same form post. Single keys can be turned off for good (WCAG 2.1.4).

import { all, keep, more, rows, say, send } from "./coding_send.js";

const STEP = { j: 1, k: -1, arrowdown: 1, arrowup: -1 };
const inHand = () => document.querySelector(".grid tr.on");
const bench = () => document.querySelector("[data-bench]");
let keysAre = bench()?.dataset.keysAre !== "off";

/** Make a row the row in hand; with `move` it also gets the focus and comes into view. */
function take(row, move = false) {
  inHand()?.classList.remove("on");
  if (!row) return;
  row.classList.add("on");
  row.tabIndex = -1;
  if (!move) return;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  // the address says which row is in hand, so that a reload or a way back leads to it
  history.replaceState(history.state, "", `#${row.id}`);
}

/** Take a row without letting it move under the pointer when the row that was in hand shrinks. */
function steady(row) {
  if (row === inHand()) return;
  const top = row.getBoundingClientRect().top;
  take(row);
  window.scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
}

async function step(by) {
  const link = document.querySelector(by > 0 ? ".walk [rel=next]" : ".walk [rel=prev]");
  if (link) return link.click();
  const at = rows().indexOf(inHand()) + by;
  if (by > 0 && at >= rows().length && !(await more())) return say("That was the last answer of this choice.");
  const row = rows()[at];
  return row ? take(row, true) : undefined;
}

/** Show what the keys are, or how to turn them on again. */
function showKeys() {
  all("[data-keys], kbd[data-key]").forEach((part) => { part.hidden = !keysAre; });
  all("[data-keys-back]").forEach((part) => { part.hidden = keysAre; });
}

function switchKeys(on) {
  keysAre = on;
  showKeys();
  const form = document.querySelector("[data-switch]");
  if (!form) return;
  form.elements.on.value = on ? "1" : "0";
  keep(form);
  document.querySelector(on ? "[data-keys-off]" : "[data-keys-on]")?.focus();
}

/** The acts for ticked rows show only when a row is ticked; the commonest suggestion among them is offered first. */
function showBulk() {
  const bulk = document.querySelector("[data-bulk]");
  if (!bulk) return;
  const ticked = all(".grid input[name=answer]:checked");
  const whole = bulk.querySelector("[name=whole]");
  rows().forEach((row) => row.classList.toggle("sel", Boolean(whole?.checked) || row.querySelector("[name=answer]").checked));
  bulk.hidden = ticked.length === 0 && !whole?.checked;
  bulk.querySelector("[data-count]").textContent = whole?.checked ? "" : `${ticked.length} ticked`;
  bulk.querySelector("[data-clear]").hidden = false;
  const select = bulk.querySelector("select");
  if (!select.dataset.chosen) {
    const seen = new Map();
    ticked.forEach((box) => all("[data-target]", box.closest("tr")).forEach((guess) => {
      seen.set(guess.dataset.target, (seen.get(guess.dataset.target) || 0) + 1);
    }));
    const [commonest] = [...seen.entries()].sort((one, two) => two[1] - one[1])[0] || [""];
    select.value = commonest;
  }
  const yes = bulk.querySelector("[value=confirm]");
  yes.textContent = select.value ? `Yes to “${select.selectedOptions[0].textContent}”` : "Yes where suggested";
}

function clear() {
  all("[name=answer]:checked, [name=whole]:checked").forEach((box) => { box.checked = false; });
  showBulk();
}

/** An answered suggestion goes at once, and with the last of its row the next row comes in hand: fast fingers press on. */
function answered(button) {
  const guess = button?.closest(".grid .sug");
  if (!guess) return () => {};
  const row = guess.closest("tr");
  const after = guess.nextSibling;
  const cell = guess.parentElement;
  guess.remove();
  const next = rows()[rows().indexOf(row) + 1];
  if (row === inHand() && !row.querySelector(".sug") && next) take(next, true);
  return () => cell.isConnected && cell.insertBefore(guess, after);
}

function submit(form, button) {
  const own = (button?.value || "").split(" ")[1];
  const ticked = all(".grid [name=answer]:checked").map((box) => box.value);
  const beside = form.id === "note" || form.closest(".toast") || form.hasAttribute("data-undo-last");
  const whole = form.id === "code" && document.querySelector("[name=whole]")?.checked;
  const asked = beside || whole ? [] : own ? [own] : ticked;
  if (form.id === "note") form.closest("dialog").close();
  return send(form, button, { asked, restore: answered(button), done: () => { if (!own && !beside) clear(); start(); } });
}

function act(value) {
  const form = document.getElementById("code");
  if (form) submit(form, Object.assign(document.createElement("button"), { name: "do", value }));
}

/** The first of some buttons of a row that can be seen: a key answers no guess that is folded away. */
const shown = (root, buttons) => [...(root?.querySelectorAll(buttons) || [])].find((one) => !one.closest("details:not([open])"));

const KEYS = {
  y: (root) => shown(root, ".yn .yes")?.click(),
  n: (root) => shown(root, ".yn button:not(.yes)")?.click(),
  x: (root) => root?.querySelector("[name=answer]")?.click(),
  o: (root) => root?.querySelector("a.open")?.click(),
  u: () => undo(),
  t: (root) => newTheme(root),
  f: (root) => root?.querySelector(".row-tools button, [data-flag]")?.click(),
  m: (root) => note(root),
  "?": () => document.querySelector("[data-all-keys-box]")?.showModal(),
  "/": () => search(),
};

/** Undo what the message says; without a message, what this person did last. */
function undo() {
  const button = document.querySelector(".toast button");
  if (button) return button.click();
  return document.querySelector("[data-undo-last]")?.requestSubmit();
}

function note(root) {
  const box = document.querySelector("[data-note-box]");
  if (box && root?.dataset.answer) {
    const form = box.querySelector("form");
    form.elements.answer.value = root.dataset.answer;
    form.elements.text.value = "";
    return box.showModal();
  }
  const more = document.querySelector("[data-note]");
  if (!more) return undefined;
  more.open = true;
  return more.querySelector("textarea").focus();
}

function search() {
  const field = document.getElementById("words");
  if (!field) return;
  field.closest("details").open = true;
  field.focus();
}

function newTheme(root) {
  const details = document.querySelector(".pick-codes details");
  if (details) {
    details.open = true;
    return details.querySelector("input[type=text], input:not([type])")?.focus();
  }
  const link = document.querySelector("[data-new-theme]");
  if (!link) return undefined;
  const address = new URL(link.href);
  if (root?.dataset.answer) address.searchParams.append("answer", root.dataset.answer);
  return location.assign(address);
}

/** Give the tag that a key stands for; return whether it stands for one. */
function tagged(key, root) {
  const button = document.querySelector(`.pick-codes button[data-key="${key}"]`);
  const code = document.querySelector(`kbd[data-key="${key}"][data-target]`);
  if (button) button.click();
  else if (code && root) {
    act(`tag ${root.dataset.answer} ${code.dataset.target}`);
    if (bench().dataset.goOn === "yes") step(1);
  }
  return Boolean(button || code);
}

function press(event) {
  const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable], dialog");
  if (!keysAre || typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const key = event.key.toLowerCase();
  const root = inHand() || document.querySelector(".answer");
  if (key.startsWith("arrow") && (!inHand() || event.shiftKey)) return;
  if (key in STEP) step(STEP[key]);
  else if (key in KEYS) KEYS[key](root);
  else if (key.length > 1 || !tagged(key, root)) return;
  event.preventDefault();
}

/** What has to be done again whenever parts of the page were put in place. */
function start() {
  // rows that are not in hand show their guesses in short
  document.querySelector(".grid")?.classList.add("brief");
  if (!inHand()) take(rows()[0]);
  showKeys();
  showBulk();
}

document.addEventListener("keydown", press);
// before the document hears of it: what is sent here is not sent again as a page
document.querySelector("main").addEventListener("submit", (event) => {
  const form = event.target;
  const ours = document.querySelector(".grid") && (["code", "note"].includes(form.id) || form.closest(".toast") || form.matches("[data-undo-last]"));
  if (!ours || event.submitter?.value === "theme") return;
  event.preventDefault();
  if (event.submitter?.name === "do" && !event.submitter.value) return;
  submit(form, event.submitter);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[name=answer], [name=whole]")) showBulk();
  if (event.target.matches("[data-bulk] select")) { event.target.dataset.chosen = "yes"; showBulk(); }
});
document.addEventListener("click", (event) => {
  const row = event.target.closest?.(".grid tbody tr");
  if (row) steady(row);
  if (event.target.closest("[data-clear]")) clear();
  if (event.target.closest("[data-keys-off]")) switchKeys(false);
  if (event.target.closest("[data-keys-on]")) switchKeys(true);
  if (event.target.closest("[data-all-keys]")) document.querySelector("[data-all-keys-box]").showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
});
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(".grid tbody tr");
  // with a pointer the row is taken on the click: were it to grow on the way down, the click would miss
  if (row && event.target.matches(":focus-visible")) steady(row);
});

const linked = location.hash && document.getElementById(location.hash.slice(1));
take(linked && linked.matches("tr") ? linked : rows()[0]);
start();

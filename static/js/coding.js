// The workbench by keyboard and without reloads. Everything works without this: each key presses a button or follows a link
// that is on the page, each act is the same form post. Single keys can be turned off for the session (WCAG 2.1.4).

const OFF = "coding-keys-off";
const STEP = { j: 1, k: -1 };
let waiting = Promise.resolve();
let pending = 0;

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const rows = () => all(".grid tbody tr");
const inHand = () => document.querySelector(".grid tr.on");
const keysOn = () => sessionStorage.getItem(OFF) === null;

/** Make a row the row in hand; with `move` it also gets the focus and comes into view. */
function take(row, move = false) {
  inHand()?.classList.remove("on");
  if (!row) return;
  row.classList.add("on");
  row.tabIndex = -1;
  if (!move) return;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** Take a row without letting it move under the pointer when the row that was in hand shrinks. */
function steady(row) {
  if (row === inHand()) return;
  const top = row.getBoundingClientRect().top;
  take(row);
  window.scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
}

function step(by) {
  const link = document.querySelector(by > 0 ? ".walk [rel=next]" : ".walk [rel=prev]");
  if (link) return link.click();
  const listed = rows();
  const row = listed[listed.indexOf(inHand()) + by];
  if (row) take(row, true);
}

/** Show what the keys are, or how to turn them on again. */
function showKeys() {
  all("[data-keys], kbd[data-key]").forEach((part) => { part.hidden = !keysOn(); });
  all("[data-keys-back]").forEach((part) => { part.hidden = keysOn(); });
}

function say(words) {
  const place = document.querySelector("[data-say]");
  if (place) place.textContent = words;
}

/** The acts for ticked rows show only when a row is ticked; the commonest suggestion among them is offered first. */
function showBulk() {
  const bulk = document.querySelector("[data-bulk]");
  if (!bulk) return;
  const ticked = all(".grid input[name=answer]:checked");
  all(".grid tbody tr").forEach((row) => row.classList.toggle("sel", row.querySelector("[name=answer]").checked));
  bulk.hidden = ticked.length === 0;
  bulk.querySelector("[data-count]").textContent = `${ticked.length} ticked`;
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

/** Put the parts of a fetched page in place of ours, and keep the place: the same row, or the one that took its position. */
function swap(page, ticked) {
  const row = inHand();
  const position = rows().indexOf(row);
  const hadFocus = document.activeElement === document.body || document.activeElement?.closest("main");
  for (const part of [".wb", ".dock", ".walk", ".head", ".answer"]) {
    const old = document.querySelector(`main > ${part}`);
    const fresh = page.querySelector(`main > ${part}`);
    if (old && fresh) old.replaceWith(fresh);
  }
  ticked.forEach((id) => { const box = document.querySelector(`[name=answer][value="${id}"]`); if (box?.type === "checkbox") box.checked = true; });
  const listed = rows();
  take((row && document.getElementById(row.id)) || listed[Math.min(position, listed.length - 1)], Boolean(hadFocus));
  start();
  say(document.querySelector(".toast p")?.textContent || "");
}

/** An answered suggestion goes at once, and with the last of its row the next row comes in hand: fast fingers press on. */
function answered(button) {
  const guess = button?.closest(".grid .sug");
  if (!guess) return () => {};
  const row = guess.closest("tr");
  const after = guess.nextSibling;
  const cell = guess.parentElement;
  guess.remove();
  const listed = rows();
  const next = listed[listed.indexOf(row) + 1];
  if (row === inHand() && !row.querySelector(".sug") && next) take(next, true);
  return () => cell.insertBefore(guess, after);
}

/** Send a form as its button would and show what comes back in place. Acts go one after another, each as it was pressed. */
function send(form, button) {
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  const address = button?.getAttribute("formaction") || form.getAttribute("action");
  const own = (button?.value || "").split(" ")[1];
  const ticked = own || button?.hasAttribute("formaction") ? data.getAll("answer") : [];
  const restore = answered(button);
  pending += 1;
  waiting = waiting.then(async () => {
    try {
      const answer = await fetch(address, { method: "POST", body: data, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.querySelector("main > .wb, main > .answer")) return location.assign(answer.url);
      pending -= 1;
      // what comes back knows nothing of the acts that still wait, so only the last answer is shown
      if (pending) return undefined;
      history.replaceState(null, "", answer.url);
      document.title = page.title;
      return swap(page, ticked);
    } catch {
      pending -= 1;
      restore();
      return say("That was not saved: the server did not answer. Try again.");
    }
  });
}

function act(value) {
  const form = document.getElementById("code");
  if (!form) return;
  const button = Object.assign(document.createElement("button"), { name: "do", value });
  send(form, button);
}

const KEYS = {
  y: (root) => root?.querySelector(".yn .yes")?.click(),
  n: (root) => root?.querySelector(".yn button:not(.yes)")?.click(),
  x: (root) => root?.querySelector("[name=answer]")?.click(),
  o: (root) => root?.querySelector("a.open")?.click(),
  u: () => document.querySelector(".toast button")?.click(),
  t: (root) => newTheme(root),
};

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

function number(key, root) {
  const button = document.querySelector(`.pick-codes button[data-key="${key}"]`);
  if (button) return button.click();
  const code = document.querySelector(`kbd[data-key="${key}"][data-target]`);
  if (code && root) act(`tag ${root.dataset.answer} ${code.dataset.target}`);
  return undefined;
}

function press(event) {
  const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]");
  if (!keysOn() || typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const key = event.key.toLowerCase();
  const root = inHand() || document.querySelector(".answer");
  if (key in STEP) step(STEP[key]);
  else if (key in KEYS) KEYS[key](root);
  else if (/^[1-9]$/.test(key)) number(key, root);
  else return;
  event.preventDefault();
}

/** What has to be done again whenever parts of the page were put in place. */
function start() {
  // rows that are not in hand show their guesses in short
  document.querySelector(".grid")?.classList.add("brief");
  showKeys();
  showBulk();
}

document.addEventListener("keydown", press);
// before the document hears of it: what is sent here is not sent again as a page
document.querySelector("main").addEventListener("submit", (event) => {
  const form = event.target;
  const ours = form.id === "code" || form.closest(".pick-codes form:not([novalidate])") || form.closest(".toast");
  if (!ours || event.submitter?.value === "theme") return;
  event.preventDefault();
  if (event.submitter?.name === "do" && !event.submitter.value) return;
  send(form, event.submitter);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[name=answer]")) showBulk();
  if (event.target.matches("[data-bulk] select")) { event.target.dataset.chosen = "yes"; showBulk(); }
});
document.addEventListener("click", (event) => {
  const row = event.target.closest?.(".grid tbody tr");
  if (row) steady(row);
  if (event.target.closest("[data-clear]")) { all("[name=answer]:checked").forEach((box) => { box.checked = false; }); showBulk(); }
  if (event.target.closest("[data-keys-off]")) { sessionStorage.setItem(OFF, "yes"); showKeys(); document.querySelector("[data-keys-on]").focus(); }
  if (event.target.closest("[data-keys-on]")) { sessionStorage.removeItem(OFF); showKeys(); document.querySelector("[data-keys-off]").focus(); }
});
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(".grid tbody tr");
  // with a pointer the row is taken on the click: were it to grow on the way down, the click would miss
  if (row && event.target.matches(":focus-visible")) steady(row);
});

start();
const linked = location.hash && document.getElementById(location.hash.slice(1));
take(linked && linked.matches("tr") ? linked : rows()[0]);

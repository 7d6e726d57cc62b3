// Keeps parts of a page fresh without losing the reader's place. The page holds one element with `data-refresh`, the
// address of its parts; each part has an id and `data-part`. Nothing is asked while the page is hidden, and nothing
// after some hours. Links with `data-refresh-to` bring the parts of another address, at once.

const root = document.querySelector("[data-refresh]");
const parts = () => document.querySelectorAll("[data-part][id]");

/** What stands for an element before and after its part was replaced. */
function sameAs(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : null;
}

/** True while somebody presses something in this part or marks words of it. */
function inHand(part) {
  const marked = window.getSelection();
  return Boolean(part.querySelector(":active")) || (marked && !marked.isCollapsed && part.contains(marked.anchorNode));
}

function replace(old, fresh) {
  if (old.innerHTML === fresh.innerHTML) return;
  const focused = old.contains(document.activeElement) ? sameAs(document.activeElement) : null;
  const had = old.contains(document.activeElement);
  const scrolled = [...old.querySelectorAll(".scroll")].map((each) => each.scrollLeft);
  const open = [...old.querySelectorAll("details")].map((each) => each.open);
  old.replaceChildren(...fresh.childNodes);
  old.querySelectorAll(".scroll").forEach((each, place) => { each.scrollLeft = scrolled[place] || 0; });
  old.querySelectorAll("details").forEach((each, place) => { each.open = open[place] ?? each.open; });
  if (!had) return;
  const again = focused && old.querySelector(focused);
  if (!again) old.tabIndex = -1;
  (again || old).focus({ preventScroll: true });
}

function take(text, force) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  let found = false;
  parts().forEach((old) => {
    const next = fresh.getElementById(old.id);
    found ||= Boolean(next);
    if (next && (force || !inHand(old))) replace(old, next);
  });
  return found;
}

function start() {
  const every = Number(root.dataset.every || 30) * 1000;
  const until = Date.now() + Number(root.dataset.minutes || 600) * 60000;
  let address = root.dataset.refresh;
  let asked = Date.now();
  let timer = 0;
  let running = null;

  /** One sentence where the reader looks for the time; said aloud only when it changes. */
  const say = (words) => {
    const note = document.getElementById("refresh-note");
    if (note && note.textContent !== words) note.textContent = words;
  };
  const stop = (words) => {
    clearTimeout(timer);
    timer = -1;
    say(words);
  };
  const wait = () => {
    clearTimeout(timer);
    if (timer !== -1 && !document.hidden) timer = setTimeout(look, every);
  };

  async function look(force = false) {
    if (timer === -1) return;
    if (Date.now() > until) { stop("This page has stopped looking by itself. Look again."); return; }
    running?.abort();
    const mine = new AbortController();
    running = mine;
    asked = Date.now();
    const late = setTimeout(() => mine.abort(), 15000);
    try {
      const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", signal: mine.signal });
      if (answer.redirected || [401, 403, 404].includes(answer.status)) { stop("You are signed out, or this page is not yours any more. Look again."); return; }
      const text = answer.ok ? await answer.text() : "";
      if (running !== mine) return;
      say(text && take(text, force) ? "" : "We have lost touch. What you see is what was known then.");
    } catch {
      if (running === mine) say("We have lost touch. What you see is what was known then.");
    } finally {
      clearTimeout(late);
    }
    if (running === mine) wait();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-refresh-to]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || timer === -1) return;
    event.preventDefault();
    document.body.classList.toggle("words-away", "hides" in link.dataset);
    window.history.replaceState(null, "", link.href);
    address = link.dataset.refreshTo;
    look(true);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else if (Date.now() - asked >= every) look();
    else wait();
  });
  wait();
}

if (root) start();

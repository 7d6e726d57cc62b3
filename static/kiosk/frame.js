/** What stands around every screen: where we are, how big and how strong the words are, and the line at the foot. */

import { dots, half, pic } from "./art.js";
import { el, fill } from "./dom.js";
import { canListen, hush, listen } from "./listen.js";
import { button, day, grow } from "./screens.js";
import { say } from "./words.js";

const SIZES = ["A", "A+", "A++"];
const page = document.documentElement;
const [kiosk, top, main, foot, line] = ["kiosk", "top", "main", "foot", "line"].map((id) =>
  document.getElementById(id),
);

export { main };

/** Dress the page for a child, a young person or an adult. */
export const dress = (who) => (kiosk.dataset.who = who);

/** Hide all that is on the screen, or bring it back. */
export const cover = (covered) => (kiosk.hidden = covered);

function switches() {
  const sizes = SIZES.map((words, size) =>
    el(
      "button",
      {
        class: "set",
        type: "button",
        dir: "ltr",
        "aria-label": [say("Small words"), say("Bigger words"), say("Biggest words")][size],
        onclick: () => resize(size),
      },
      words,
    ),
  );
  const contrast = el(
    "button",
    { class: "set", type: "button", "aria-label": say("Stronger colours"), onclick: strengthen },
    half(),
  );

  function state() {
    sizes.forEach((each, size) => each.setAttribute("aria-pressed", String(size === Number(page.dataset.size || 0))));
    contrast.setAttribute("aria-pressed", String(page.dataset.contrast === "more"));
  }
  function resize(size) {
    page.dataset.size = size;
    state();
  }
  function strengthen() {
    page.dataset.contrast = page.dataset.contrast === "more" ? "" : "more";
    state();
  }
  state();
  return el("fieldset", { class: "sets" }, el("legend", { class: "vh" }, say("How this looks")), sizes, contrast);
}

function listener(recording, here) {
  if (!canListen(recording)) return null;
  const own = button([pic("speaker", "pic flip"), say("Listen")], press, "listen", { "aria-pressed": "false" });
  let timer = 0;
  function press() {
    if (own.getAttribute("aria-pressed") === "true") return hush();
    listen(main, recording, (reads) => {
      own.setAttribute("aria-pressed", String(reads));
      clearInterval(timer);
      // whoever listens is there, though nobody touches the screen
      if (reads) timer = setInterval(here, 5000);
    });
  }
  return own;
}

/**
 * Draw the top of a screen.
 * @param {Object} event
 * @param {{number: number, total: number, words: string}|null} steps where somebody is in the questions
 * @param {{stop?: () => void, recording?: string, here: () => void}} acts
 */
export function drawTop(event, steps, { stop, recording, here }) {
  const where = steps
    ? el("div", { class: "steps" }, dots(steps.number, steps.total), el("p", {}, steps.words))
    : el(
        "div",
        { class: "k-where" },
        pic("talk", "mark"),
        el(
          "p",
          {},
          el("strong", { lang: "en" }, event.name),
          event.venue && [el("bdi", {}, event.venue), ", "],
          day(event.date),
        ),
      );
  fill(top, where, grow(), stop && button(say("Stop"), stop, "quiet"), switches(), listener(recording, here));
}

/** Draw the acts of a screen. */
export const drawFoot = (acts) => fill(foot, acts);

const [status, example] = [el("span"), el("span")];
const door = el("button", { class: "staff", type: "button" });

/**
 * Draw the line below: what this tablet sent, and how staff get in. Its parts stay where they are, so that a finger or the
 * focus that is on the button stays on it while answers are being sent.
 */
export function drawLine(tablet, event, staff) {
  const { sent, waiting } = tablet.counts();
  const number = /\d+$/.exec(tablet.name)?.[0] || "";
  const told =
    {
      "pair again": say("Ask staff to pair this tablet again."),
      "not saved": say("Not saved. Tell a grown-up."),
    }[tablet.state()] || say("Tablet {n}: {sent} sent, {waiting} waiting", { n: number, sent, waiting });
  status.textContent = tablet.paired ? told : "";
  example.textContent = event.demonstration ? say("Example. The place, the people and the answers are made up.") : "";
  door.textContent = say("Staff");
  door.onclick = staff;
  door.hidden = !staff;
  if (!door.isConnected) fill(line, status, example, door);
}

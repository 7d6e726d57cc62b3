/**
 * One question on the screen, for all eight ways to answer. Nothing is chosen beforehand, and choosing never moves on.
 *
 * Each is a group with the question as its legend, or a box with the question as its label.
 */

import { arrow, bars, got, pic } from "./art.js";
import { el, fill } from "./dom.js";
import { isText, mostOf, NOTHING, SAYS_UNSURE } from "./walk.js";
import { say } from "./words.js";

export const FACES = {
  faces3: ["happy", "middle", "sad"],
  faces5: ["very_happy", "happy", "middle", "sad", "very_sad"],
};
const LONGEST = { short_text: 150, long_text: 1000 };
const LEVELS = 5;

/** @typedef {{node: Node[], read: () => import("./walk.js").Given, complain: (words: string) => void}} Asked */

/**
 * Draw a question with what was answered before.
 * @param {Object} question
 * @param {import("./walk.js").Given} given
 * @param {{who: string, notice: Node, first: boolean}} look `notice` tells who reads own words; it comes before the first box
 * @returns {Asked}
 */
export function ask(question, given, look) {
  const error = el("p", { class: "err", id: "err", role: "alert" });
  const complain = (words) => fill(error, words);
  if (isText(question)) return { ...ownWords(question, given, error, look), complain };
  const draw = question.type === "priorities" ? priorities : choices;
  const { fields, read, hint } = draw(question, given, complain);
  const told = [question.help, hint].filter(Boolean).join(" ");
  const group = el(
    "fieldset",
    { "aria-describedby": told ? "hint err" : "err" },
    el("legend", {}, heading(question, look.who)),
    told && el("p", { class: "hint", id: "hint" }, told),
    error,
    fields,
  );
  return { node: [group], read, complain };
}

function heading({ text, type, picture }, who) {
  const bare = who === "adult" || !picture || FACES[type] || type === "priorities";
  return el("h1", { class: bare ? "" : "with-pic" }, text, !bare && pic(picture));
}

/** Return what to say to somebody who goes on without an answer. */
export function complaint(question) {
  if (isText(question)) return say("Write something, or press Skip.");
  return mostOf(question) === 1 ? say("Choose one, or press Skip.") : say("Choose an answer, or press Skip.");
}

/** Return the option that says "I don't know" itself, if a question has one: it stands with Skip. */
export const unsureOption = (question) => question.options?.find(({ id }) => SAYS_UNSURE.includes(id));

const offered = (question) => question.options.filter(({ id }) => !SAYS_UNSURE.includes(id));

/** Return the drawing of an option: its face, how much of it, its own picture, or null. */
export function drawn(question, option) {
  const place = offered(question).indexOf(option);
  if (place < 0) return null;
  if (FACES[question.type]) return pic(`face-${FACES[question.type][place]}`, "face");
  if (question.type === "scale") return place < LEVELS ? bars(LEVELS - place) : null;
  return option.picture ? pic(option.picture) : null;
}

function choices(question, given, complain) {
  const options = offered(question);
  const most = mostOf(question);
  const drawings = options.map((option) => drawn(question, option));
  const style = FACES[question.type]
    ? `faces of-${options.length}`
    : question.type === "scale"
      ? "scale"
      : drawings.every(Boolean)
        ? "tiles"
        : options.length < 5
          ? "list few"
          : "list";
  const inputs = options.map(({ id }) =>
    el("input", {
      type: most === 1 ? "radio" : "checkbox",
      name: "answer",
      value: id,
      checked: given.value.includes(id),
      onchange: limit,
    }),
  );
  const chosen = () => inputs.filter(({ checked }) => checked).map(({ value }) => value);

  function limit({ target }) {
    complain("");
    if (most === 1 || most === null || chosen().length <= most) return;
    target.checked = false;
    complain(say("You can choose {n}. Take one out first.", { n: most }));
  }

  const card = ({ text }, index) =>
    el(
      "label",
      { class: "pick" },
      inputs[index],
      el("span", { class: "card" }, drawings[index], el("span", { class: "say" }, text), got()),
    );
  const hint =
    most !== 1 &&
    !question.help &&
    (most ? say("You can choose {n}.", { n: most }) : say("Choose as many as you like."));
  return {
    fields: el("div", { class: `picks ${style}` }, options.map(card)),
    read: () => ({ ...NOTHING, value: chosen() }),
    hint,
  };
}

function priorities(question, given, complain) {
  const options = offered(question);
  const most = mostOf(question) || options.length;
  const text = Object.fromEntries(options.map((option) => [option.id, option.text]));
  let order = given.value.filter((id) => id in text);
  const status = el("p", { class: "vh", role: "status" });
  const slots = el("ol", { class: "slots" });
  const tiles = options.map((option) =>
    el(
      "button",
      { class: "tile", type: "button", onclick: () => toggle(option.id) },
      drawn(question, option),
      el("span", { class: "say" }, option.text),
      el("span", { class: "rank" }),
    ),
  );

  function toggle(id) {
    complain("");
    if (order.includes(id)) order = order.filter((other) => other !== id);
    else if (order.length === most) return complain(say("You can choose {n}. Take one out first.", { n: most }));
    else order = [...order, id];
    update(id);
  }

  function move(id, way) {
    const from = order.indexOf(id);
    [order[from], order[from + way]] = [order[from + way], id];
    update(id);
    const own = slots.children[from + way];
    (own.querySelector(`[data-way="${way}"]`) || own.querySelector("button")).focus();
  }

  function update(id) {
    tiles.forEach((tile, index) => {
      const place = order.indexOf(options[index].id) + 1;
      tile.setAttribute("aria-pressed", String(place > 0));
      fill(tile.lastChild, place > 0 && [el("span", { class: "vh" }, say("Choice"), " "), String(place)]);
    });
    fill(slots, order.map(slot), order.length < most && empty());
    if (!id) return;
    const place = order.indexOf(id) + 1;
    fill(
      status,
      place ? say("{what}: number {n}", { what: text[id], n: place }) : say("{what}: taken out", { what: text[id] }),
    );
  }

  const mover = (id, way, words) =>
    el(
      "button",
      { class: "mini", type: "button", "data-way": way, onclick: () => move(id, way) },
      arrow(way < 0 ? "up" : "down"),
      words,
      el("span", { class: "vh" }, ` ${text[id]}`),
    );
  const slot = (id, index) =>
    el(
      "li",
      {},
      el("span", { class: "n" }, String(index + 1)),
      el("span", { class: "what" }, text[id]),
      el(
        "span",
        { class: "acts" },
        index > 0 && mover(id, -1, say("Move up")),
        index < order.length - 1 && mover(id, 1, say("Move down")),
      ),
    );
  const empty = () =>
    el(
      "li",
      { class: "empty" },
      el("span", { class: "n" }, String(order.length + 1)),
      el("span", { class: "what" }, order.length ? say("One more, if you like") : say("Tap what matters most")),
    );

  update();
  const tray = el(
    "section",
    { class: "tray", "aria-labelledby": "tray" },
    el("h2", { id: "tray" }, say("Your top {n}", { n: most })),
    slots,
    status,
  );
  const hint = say("Tap again to take one out.");
  return {
    fields: el("div", { class: "prio" }, el("div", { class: "tiles" }, tiles), tray),
    read: () => ({ ...NOTHING, value: [...order] }),
    hint,
  };
}

function ownWords(question, given, error, { notice, first, who }) {
  const most = LONGEST[question.type];
  const long = question.type === "long_text";
  const left = el("span", { class: "num" });
  const count = () => fill(left, say("Letters left: {n}", { n: most - box.value.length }));
  const box = el(long ? "textarea" : "input", {
    id: "words",
    class: "voice",
    rows: long && 6,
    type: !long && "text",
    maxlength: most,
    value: given.text,
    dir: "auto",
    spellcheck: "false",
    autocomplete: "off",
    autocorrect: "off",
    "aria-describedby": question.help ? "hint names err" : "names err",
    oninput: () => fill(error) || count(),
  });
  count();
  const names = el(
    "p",
    { class: "count" },
    el("span", { id: "names" }, say("Please do not write your name or anyone else’s.")),
    left,
  );
  const area = el("div", {}, error, box, names);
  return {
    node: [
      heading({ ...question, picture: null, text: el("label", { for: "words" }, question.text) }, who),
      question.help && el("p", { class: "hint", id: "hint" }, question.help),
      el("div", { class: "write" }, first ? [notice, area] : [area, notice]),
    ],
    read: () => ({ ...NOTHING, text: box.value.trim() }),
  };
}

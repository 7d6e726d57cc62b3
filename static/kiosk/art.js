// Our own drawings. They are ornament: the words beside them say the same, so readers of the screen skip them.

import { el } from "./dom.js";

const DOT =
  "M9.5 0C9.4 2 8 4.5 6.8 5.5S3.5 8 1.5 8.2-2.5 7.7-4.2 6.8-7.5 4.6-8.4 3-10-1.6-9.4-3.2-6-6.3-4.3-7-.6-7.6 1.4-7.5 6-7 7.4-6 9.6-2 9.5 0Z";
const TICK = "M27 3C42 2 61 14 61 31 61 47 48 60 32 61 16 61 3 47 3 31 3 16 13 4 27 3Z";
/** As many questions as dots can be told apart. */
const MOST_DOTS = 12;

/** @param {string} look class names; @param {string|null} box its viewBox, where it is not a symbol's */
const drawing = (look, box, ...parts) => el("svg", { class: look, viewBox: box, "aria-hidden": "true" }, ...parts);

/** Return a picture of the page's sprite by name, or null where the event has none of that name. */
export function pic(name, look = "pic") {
  return document.getElementById(`pic-${name}`) && drawing(look, null, el("use", { href: `#pic-${name}` }));
}

/** Return a dot for each question: done, here and to come. */
export function dots(number, total) {
  if (total > MOST_DOTS) return null;
  const state = (place) => (place < number ? "p-done" : place === number ? "p-now" : "p-next");
  const dot = (_, index) => el("path", { class: state(index + 1), d: DOT, transform: `rotate(${70 * index})` });
  return el(
    "span",
    { class: "dots" },
    Array.from({ length: total }, (...at) => drawing("", "-11 -11 22 22", dot(...at))),
  );
}

/** Return five bars of which `full` are filled: how much of it, for a scale in words. */
export function bars(full) {
  const bar = (index) => {
    const height = 14 + 11 * index;
    const path = `M${5 + 19 * index} 63l.6-${height}q6-1.4 11.4.4l.5 ${height}q-6 1-12.5-.4z`;
    return [
      index < full && el("path", { class: "f-leaf", d: path, transform: "translate(3 3)" }),
      el("path", { class: index < full ? "ink" : "ink pale", d: path, "stroke-width": 3.5 }),
    ];
  };
  return drawing("bars flip", "0 0 100 70", [0, 1, 2, 3, 4].map(bar));
}

/** Return the sign of what is chosen; the style sheet shows it. */
export const got = () =>
  drawing(
    "got",
    "0 0 64 64",
    el("path", { class: "g-b", d: TICK }),
    el("path", { class: "g-t", d: "M19 32 28 43 47 20" }),
  );

/** Return an arrow "up" or "down". */
export const arrow = (way) =>
  drawing(
    "si",
    "0 0 16 16",
    el("path", {
      class: "si-s",
      d: way === "up" ? "M8 13V3.4M3.8 7.4 8 3.2l4.2 4.2" : "M8 3v9.6M3.8 8.6 8 12.8l4.2-4.2",
    }),
  );

/** Return half a circle filled: stronger colours. */
export const half = () =>
  drawing(
    "si",
    "0 0 16 16",
    el("path", { class: "si-s", d: "M8 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13z" }),
    el("path", { class: "si-f", d: "M8 1.5a6.5 6.5 0 010 13z" }),
  );

// Pairing this tablet with its event, by a code that staff read off another screen. In English: it is for staff.

import { el, show } from "./dom.js";

const LETTERS = 8;
const NOT_IN_CODE = /[^0-9A-Z]/g;

const plain = (typed) => typed.toUpperCase().replace(NOT_IN_CODE, "");
const grouped = (code) => [code.slice(0, 4), code.slice(4)].filter(Boolean).join("-");

/** The code in the address (`#pair=…`, from the square code), taken out of it so that nobody finds it there. */
export function codeInAddress() {
  const found = /^#pair=(.+)$/.exec(location.hash);
  if (!found) return "";
  history.replaceState(null, "", location.pathname);
  return grouped(plain(decodeURIComponent(found[1])).slice(0, LETTERS));
}

function problem({ status, json, wait }, data) {
  if (status === 201 && json.event.id !== data.event.id) {
    return `This code is for another event, ${json.event.name}. This tablet now opens that one.`;
  }
  if (status === 403 || status === 409) return json?.error || "This code does not work. Ask for a new one.";
  if (status === 429) return `Too many tries. Wait ${Math.ceil((wait || 60_000) / 60_000)} minutes, then try again.`;
  if (status === 0) return "There is no way to the server. Is this tablet on the Wi-Fi? Then try again.";
  return `The server gave no answer we understand (${status}). If the Wi-Fi has its own sign-in page, sign in there first.`;
}

/**
 * Show the page on which a tablet is paired; `done` is called when it is (a fresh page, unless told otherwise).
 * @param {Object} tablet
 * @param {HTMLElement} main
 * @param {{code?: string, done?: () => void, back?: () => void}} [options] `code` to start with, `back` for a way back
 */
export function showPairing(tablet, main, { code = codeInAddress(), done = () => tablet.wipe(), back } = {}) {
  const { data } = tablet;
  const field = el("input", {
    class: "s-field s-code",
    id: "pairing-code",
    value: code,
    maxlength: 12,
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    autocorrect: "off",
    "aria-describedby": "pairing-error",
    oninput: tidy,
  });
  const error = el("p", { class: "s-error", id: "pairing-error", role: "alert" });
  const button = el("button", { class: "btn btn-go" }, "Pair this tablet");

  function tidy() {
    if (field.selectionEnd === field.value.length) field.value = grouped(plain(field.value).slice(0, LETTERS));
  }

  function tell(words) {
    error.textContent = words;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  async function submit(event) {
    event.preventDefault();
    if (!isSecureContext) return tell("This address is not secure, so that nothing can be kept. Open the one with https://.");
    const typed = plain(field.value);
    if (typed.length !== LETTERS) return tell(`The code has ${LETTERS} letters and figures, such as ABCD-EF23.`);
    button.disabled = true;
    const reply = await tablet.sender.pair(grouped(typed)).catch(() => null);
    button.disabled = false;
    if (!reply) return tell("This tablet cannot keep anything: its storage does not work. Use another tablet.");
    const right = reply.status === 201 && reply.json?.token;
    if (right && reply.json.event.id === data.event.id) return done();
    tell(problem(reply, data));
    if (right) setTimeout(() => location.replace(`/e/${reply.json.event.code}/`), 4000);
  }

  show(
    main,
    el(
      "form",
      { class: "staff-part", lang: "en", dir: "ltr", autocomplete: "off", novalidate: true, onsubmit: submit },
      el("h1", {}, "Pair this tablet"),
      el("p", { class: "hint" }, `With ${data.event.name}. This is for staff.`),
      el("label", { for: field.id }, "Pairing code"),
      el("p", { class: "hint" }, "It is on the event’s page, under “Pair a tablet”. A code works once, for 15 minutes."),
      field,
      error,
      el("div", { class: "s-acts" }, button, back && el("button", { class: "btn", type: "button", onclick: back }, "Back")),
    ),
  );
}

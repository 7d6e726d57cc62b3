/** The screens around the questions. Each returns {title, main, foot}; what they do is passed in. */

import { bars, pic } from "./art.js";
import { el } from "./dom.js";
import { isEnglish, language, say } from "./words.js";

/** @typedef {{title: string, main: (Node|Array), foot: Array<Node>, where?: boolean}} Screen */

/** Make a button: "go" (one a screen), "quiet" or plain. */
export const button = (words, onclick, look = "", more = {}) =>
  el("button", { class: "btn " + (look && "btn-" + look), type: "button", onclick, ...more }, words);

export const grow = () => el("span", { class: "grow" });
const note = (picture, first, rest) =>
  el("li", {}, pic(picture), el("span", { class: "read" }, el("b", {}, first), " ", rest));
const fact = (picture, words) => el("li", {}, pic(picture), el("span", { class: "read" }, words));
const ltr = (words) => el("bdi", { dir: "ltr" }, words);

/** Return a day in the language chosen, with the figures everybody at the event reads. */
export function day(date) {
  const tongue = isEnglish() ? "en-GB" : `${language().code}-u-nu-latn`;
  const how = { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/London" };
  return new Date(date).toLocaleDateString(tongue, how);
}

/** Languages first, each in its own script, then what this is, two promises and two real buttons. */
export function welcome({ event, languages, count, begin, decline, speak, problem }) {
  const tile = (each) =>
    el(
      "button",
      {
        class: "lang",
        type: "button",
        lang: each.code,
        dir: each.dir,
        "aria-pressed": String(each.code === language().code),
        onclick: () => speak(each),
      },
      each.name,
    );
  const choice =
    languages.length > 1 &&
    el(
      "fieldset",
      { class: "langs" },
      el("legend", { class: "vh" }, say("Choose your language")),
      el("div", {}, languages.map(tile)),
      el("p", { class: "err", role: "alert" }, problem),
    );
  const minutes = Math.max(2, Math.ceil(count * 0.7));
  const title = say("Hello. What matters to you?");
  const lede = say("{place} is making a plan for children and young people. Tell us what should be in it.", {
    place: event.organisation,
  });
  const promises = el(
    "ul",
    { class: "promise" },
    fact("clock", say("{n} questions. About {minutes} minutes. You can skip any of them.", { n: count, minutes })),
    fact("no_name", say("We do not ask for your name.")),
  );
  return {
    title,
    where: true,
    main: [
      choice,
      el(
        "div",
        { class: "welcome" },
        el("div", {}, el("h1", {}, title), el("p", { class: "lede" }, lede), promises),
        pic("voices", "cluster"),
      ),
    ],
    foot: [
      button(say("I want to take part"), begin, "go"),
      button(say("No thanks"), decline),
      grow(),
      el("p", { class: "hint" }, say("You can stop at any time.")),
    ],
  };
}

const WHO = {
  "younger-children": ["ball", () => say("I am 7 to 10")],
  "young-people": ["phone", () => say("I am 11 or older")],
  "parents-carers": ["house", () => say("I am a parent or carer")],
  "staff-partners": ["briefcase", () => say("I work with children")],
};

/** Who is answering, where several are asked. */
export function whoAreYou({ audiences, chosen, next, back }) {
  const title = say("Who are you?");
  const error = el("p", { class: "err", role: "alert" });
  const inputs = audiences.map(({ audience }) =>
    el("input", { type: "radio", name: "who", value: audience, checked: audience === chosen }),
  );
  const card = ({ audience }, index) =>
    el(
      "label",
      { class: "pick" },
      inputs[index],
      el("span", { class: "card" }, pic(WHO[audience][0]), el("span", { class: "say" }, WHO[audience][1]())),
    );
  function go() {
    const found = inputs.find(({ checked }) => checked);
    if (found) next(found.value);
    else error.textContent = say("Choose one, then press Next.");
  }
  return {
    title,
    where: true,
    main: el(
      "fieldset",
      {},
      el("legend", {}, el("h1", {}, title)),
      el("p", { class: "hint" }, say("So that we ask you the right questions.")),
      error,
      el("div", { class: "picks tiles who" }, audiences.map(card)),
    ),
    foot: [button(say("Back"), back), grow(), button(say("Next"), go, "go")],
  };
}

/** What stands beside a box for own words before a word is typed. */
export const notice = (event, who) =>
  el(
    "ul",
    { class: "before" },
    note(
      "eye",
      say("Who reads this"),
      say("People at {place} who write the plan. We do not ask for your name.", { place: event.organisation }),
    ),
    note("clock", say("Nobody is watching it now"), say("Need help today? Talk to a grown-up here with a badge.")),
    note("shield", say("If someone is being hurt"), say("We tell a person whose job is to keep children safe.")),
    who !== "adult" &&
      note(
        "talk",
        say("Talk to Childline, free"),
        say("{number}, day or night. In danger now? Call 999.", { number: "0800 1111" }),
      ),
  );

/** Help lines, as large as the news. */
function help(data) {
  const line = (name, number, more) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, ltr(number), more && el("small", {}, more)));
  const name = data.safeguarding?.name;
  return el(
    "section",
    { class: "help", "aria-labelledby": "help" },
    el("h2", { id: "help" }, say("Need to talk to someone?")),
    el(
      "p",
      {},
      name
        ? say("Talk to {name}, or to a grown-up here with a badge.", { name })
        : say("Talk to a grown-up here with a badge."),
    ),
    el(
      "dl",
      {},
      line(say("Childline, free, day or night"), "0800 1111"),
      line(say("Shout, by text"), "85258", say("Text the word SHOUT")),
      line(say("In danger now"), "999"),
    ),
  );
}

/** Saved, and nothing is said that is not true. */
export function thanks({ data, code, next }) {
  const title = say("Thank you. Your answers are saved.");
  const own = isEnglish() ? data.happens.slice(0, 3) : [];
  const lines = own.length
    ? own
    : [
        say("People at {place} read every answer.", { place: data.event.organisation }),
        say("Your answers help to write the plan."),
      ];
  const pictures = ["eye", "pencil", "board"];
  return {
    title,
    where: true,
    main: el(
      "div",
      { class: "thanks" },
      el(
        "div",
        {},
        el("h1", {}, title),
        el(
          "ol",
          { class: "what-next" },
          lines.map((line, index) => fact(pictures[index], line)),
        ),
        el(
          "p",
          { class: "code read" },
          say("Want us to take your answers out later? Write this code down:"),
          " ",
          el("b", {}, ltr(code)),
          el("span", {}, ltr(`${location.host}/remove`)),
        ),
      ),
      help(data),
    ),
    foot: [
      grow(),
      el("p", { class: "hint" }, say("Pass the tablet on. Nothing you wrote stays on the screen.")),
      button(say("Next person"), next, "go"),
    ],
    staff: true,
  };
}

/** One thing said plainly, with room for a picture, acts and help. */
function plain(title, picture, lede, more, foot) {
  return {
    title,
    main: el(
      "div",
      { class: "plain" },
      pic(picture, "pic big"),
      el("div", {}, el("h1", {}, title), el("p", { class: "lede" }, lede), more),
    ),
    foot,
  };
}

/** Asked before anything is thrown away. */
export const stop = ({ stay, leave }) =>
  plain(say("Do you want to stop?"), "hand", say("If you stop, your answers are deleted. That is fine."), null, [
    button(say("Yes, stop"), leave),
    grow(),
    button(say("No, carry on"), stay, "go"),
  ]);

/** After "No thanks", or after stopping: nothing was kept. */
export const goodbye = ({ data, stopped, next }) => ({
  ...plain(
    stopped ? say("Your answers are deleted") : say("That is fine"),
    "hand",
    stopped
      ? say("You stopped, and we kept nothing. Thank you for your time.")
      : say("You do not have to take part. We kept nothing."),
    help(data),
    [grow(), button(say("Next person"), next, "go")],
  ),
  where: true,
  staff: true,
});

/** Say whether the event is open, by the tablet's clock: null, or whether it is `early`. The server decides again. */
export function shutNow({ opens, closes }) {
  const now = Date.now();
  const early = Boolean(opens) && now < Date.parse(opens);
  return early || (closes && now > Date.parse(closes)) ? { early } : null;
}

/** Before the beginning and after the end. */
export const shut = ({ data, early }) => ({
  ...plain(
    early ? say("This is not open yet") : say("This has closed"),
    "clock",
    early
      ? say("You can answer from {day}.", { day: day(data.event.opens) })
      : say("Thank you for wanting to take part."),
    null,
    [],
  ),
  where: true,
  staff: true,
});

/** Nobody touched the tablet for a while: it covers all that was on the screen. */
export function stillThere({ stay }) {
  const title = say("Are you still there?");
  return plain(title, "clock", say("Soon this screen will be cleared for the next person."), null, [
    button(say("Yes, I am here"), stay, "go"),
  ]);
}

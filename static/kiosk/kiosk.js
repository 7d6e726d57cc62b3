/**
 * The kiosk: one child after another on one tablet. What somebody answers lives in `walk`, in memory alone, until it is
 * saved; then, and whenever somebody stops or walks off, the page makes room for a fresh one.
 */

import { checkAnswers, notSaved } from "./answers.js";
import { el, show } from "./dom.js";
import { drawFoot, drawLine, drawTop, dress, main } from "./frame.js";
import { watchFor } from "./idle.js";
import { hush, whenVoices } from "./listen.js";
import { ask, complaint, unsureOption } from "./questions.js";
import { newCode } from "./receipt.js";
import * as screens from "./screens.js";
import { openTablet } from "./tablet.js";
import {
  check,
  firstToDo,
  isEmpty,
  isFirstText,
  isText,
  kept,
  lastBefore,
  nextAfter,
  NOTHING,
  progress,
  shown,
  wire,
} from "./walk.js";
import { ENGLISH, language, say, setLanguage } from "./words.js";

const { button, grow } = screens;
const data = JSON.parse(document.getElementById("event").textContent);
const { event, audiences } = data;
const several = audiences.length > 1;
const tablet = await openTablet(data);

/** The questionnaires and recordings of the language chosen. */
let book = data;
let walk = null;
/** The language chosen last, and what ends when its words are here. */
let wanted, speaking;
let wasShut = false;
let watch = null;
let redrawTop = () => {};
let redrawLine = () => {};

const here = () => watch?.here();
/** Watch for nobody being there, and cover what is on the screen before it is cleared, if that is anybody's. */
const observe = (covers) => {
  watch?.stop();
  watch = watchFor(tablet, covers);
};
const wipe = () => tablet.wipe();
const whoOf = (audience) => audiences.find((each) => each.audience === audience)?.who || "young";

/** Put a screen up. `steps` tells where in the questions it is, `stop` offers to stop. */
function render(screen, { steps = null, stop = null, recording = null } = {}) {
  hush();
  document.title = screen.title;
  redrawTop = () => drawTop(event, steps, { stop, recording, here });
  redrawTop();
  drawFoot(screen.foot);
  redrawLine = () => drawLine(tablet, event, screen.staff && (() => staff(screen, { steps, stop, recording })));
  redrawLine();
  show(main, screen.main);
}

async function staff(screen, around) {
  const { askPin } = await import("./staff.js");
  watch?.stop();
  hush();
  drawFoot([]);
  redrawLine = () => drawLine(tablet, event, null);
  redrawLine();
  askPin(tablet, main, { leave: () => (walk ? resume() : wipe()) });

  /** Answers that could not be saved are still here. */
  function resume() {
    observe(true);
    render(screen, around);
  }
}

function welcome(problem = "") {
  const closed = screens.shutNow(event);
  wasShut = Boolean(closed);
  const who = ["child", "young", "adult"].find((each) => audiences.some((audience) => audience.who === each));
  dress(who);
  if (closed || !audiences.length) return render(screens.shut({ data, early: closed ? closed.early : true }));
  const counts = Object.values(book.questionnaires).map(({ questions }) => questions.length);
  render({
    ...screens.welcome({
      event,
      problem,
      languages: data.languages,
      count: Math.max(...counts),
      begin,
      decline: () => goodbye(false),
      speak,
    }),
    staff: true,
  });
}

/** Speak a language as soon as its words are here; of several chosen in a row the last one counts. */
function speak(chosen) {
  speaking = fetched((wanted = chosen));
}

async function fetched(chosen) {
  walk = null;
  observe(false);
  const { file } = chosen;
  const found = file ? await fetch(file).then((reply) => reply.ok && reply.json()).catch(() => false) : data;
  if (wanted !== chosen) return;
  if (found) {
    book = found;
    setLanguage(chosen, found.strings);
  }
  welcome(found ? "" : say("That language is not on this tablet. Ask a grown-up."));
  main.querySelector(`[lang="${language().code}"]`)?.focus();
}

async function begin() {
  // on a slow tablet somebody may start before the words of their language are here
  await speaking;
  if (screens.shutNow(event)) return welcome();
  observe(true);
  if (several) return who();
  start(audiences[0].audience);
}

function who() {
  const chosen = walk?.audience;
  render(screens.whoAreYou({ audiences, chosen, next: start, back: () => welcome() }), { stop: () => stop(who) });
}

/** Begin the questions of an audience; whoever went back to the start and comes again goes on where they were. */
function start(audience) {
  const { id: questionnaire, questions } = book.questionnaires[audience];
  if (walk?.questionnaire !== questionnaire) {
    walk = {
      id: crypto.randomUUID(),
      started_at: new Date().toISOString(),
      audience,
      questionnaire,
      questions,
      answers: {},
      passed: new Set(),
    };
  }
  dress(whoOf(audience));
  const first = nextAfter(questions, walk.answers, -1);
  if (first === undefined) return look();
  question(first);
}

/** Keep an answer; nothing is a skip, and takes an earlier answer back. */
function take({ id }, given) {
  if (isEmpty(given)) delete walk.answers[id];
  else walk.answers[id] = given;
  walk.passed.add(id);
}

/** Go on from a question: to the next one, or, after a change, to one that only now belongs to the answers. */
function goOn(index, changing, given) {
  const { questions, answers, passed } = walk;
  take(questions[index], given);
  const after = changing ? firstToDo(questions, answers, passed) : nextAfter(questions, answers, index);
  if (after === undefined) look();
  else question(after, changing);
}

/** Go back from a question, and keep what was chosen so far. */
function goBack(index, changing, given) {
  const { questions, answers } = walk;
  if (given && !isEmpty(given)) answers[questions[index].id] = given;
  if (changing) return look();
  const before = lastBefore(questions, answers, index);
  if (before !== undefined) question(before);
  else if (several) who();
  else welcome();
}

function question(index, changing = false) {
  const { questions, answers, audience } = walk;
  const asked = questions[index];
  const { number, total, certain } = progress(questions, answers, index);
  const of = { n: number, of: total };
  const words = certain ? say("Question {n} of {of}", of) : say("Question {n} of up to {of}", of);
  const title = `${words}: ${asked.text}`;
  const dressed = whoOf(audience);
  const part = ask(asked, answers[asked.id] || NOTHING, {
    who: dressed,
    notice: isText(asked) && screens.notice(event, dressed),
    first: isFirstText(questions, answers, asked),
  });
  const own = unsureOption(asked);
  const given = () => check(asked, part.read());
  const leave = (answer) => goOn(index, changing, answer);
  // whoever does something about an error has no error any more
  const mended = () => (document.title = title);

  function next(pressed) {
    pressed.preventDefault();
    const answer = given();
    if (answer && !isEmpty(answer)) return leave(answer);
    document.title = say("Error: {title}", { title });
    part.complain(complaint(asked));
  }

  render(
    {
      title,
      main: el(
        "form",
        { id: "walk", novalidate: true, autocomplete: "off", onsubmit: next, oninput: mended, onclick: mended },
        part.node,
      ),
      foot: [
        button(say("Back"), () => goBack(index, changing, given())),
        grow(),
        button(
          own?.text || say("I don’t know"),
          () => leave(own ? { ...NOTHING, value: [own.id] } : { ...NOTHING, unsure: true }),
          "quiet",
        ),
        button(say("Skip"), () => leave(NOTHING), "quiet"),
        el("button", { class: "btn btn-go", form: "walk" }, say("Next")),
      ],
    },
    {
      steps: { number, total, words },
      stop: () => stop(() => question(index, changing)),
      recording: book.recordings?.[audience]?.[asked.id],
    },
  );
}

function look() {
  const { questions, answers } = walk;
  const visible = shown(questions, answers);
  const last = lastBefore(questions, answers, questions.length);
  render(
    checkAnswers({
      questions: visible,
      answers,
      change: (asked) => question(questions.indexOf(asked), true),
      back: () => (last === undefined ? welcome() : question(last)),
      send,
    }),
    { stop: () => stop(look) },
  );
}

async function send() {
  const { questions, answers, id, questionnaire, started_at } = walk;
  if (walk.sending) return;
  walk.sending = true;
  try {
    walk.code ||= await newCode();
    const { shown: code, digest: receipt } = walk.code;
    await tablet.save({
      id,
      questionnaire,
      language: language().code,
      started_at,
      answers: wire(questions, kept(questions, answers)),
      receipt,
    });
    walk = null;
    observe(true);
    render(screens.thanks({ data, code, next: wipe }));
  } catch {
    walk.sending = false;
    // nothing is cleared before a grown-up has come
    watch.stop();
    render(notSaved({ questions: shown(questions, answers), answers, again: send }));
  }
}

function stop(stay) {
  render(screens.stop({ stay, leave: () => goodbye(true) }));
}

function goodbye(stopped) {
  walk = null;
  observe(true);
  render(screens.goodbye({ data, stopped, next: wipe }));
}

async function begun() {
  setLanguage(ENGLISH);
  if (!tablet.paired || location.hash.startsWith("#pair=")) {
    const { showPairing } = await import("./staff.js");
    drawTop(event, null, { here });
    return showPairing(tablet, main);
  }
  welcome();
  // the clock may open or close the event while nobody is there
  setInterval(() => !watch && !walk && Boolean(screens.shutNow(event)) !== wasShut && welcome(), 30_000);
}

tablet.changed(() => redrawLine());
whenVoices(() => redrawTop());
await begun();

/** What somebody answered, to be looked at before it is sent, or while it could not be kept. */

import { pic } from "./art.js";
import { el } from "./dom.js";
import { drawn, FACES } from "./questions.js";
import { button, grow } from "./screens.js";
import { isText } from "./walk.js";
import { say } from "./words.js";

/** Every answer in words, and its drawing where it has one; `change` gets the place of a question. */
export function answerList(questions, answers, change) {
  const row = (question) => {
    const given = answers[question.id];
    const options = given
      ? given.value.map((id) => question.options.find((option) => option.id === id)).filter(Boolean)
      : [];
    const one =
      options.length === 1 &&
      (FACES[question.type] || question.type === "scale" || options[0].picture) &&
      drawn(question, options[0]);
    const ranked = question.type === "priorities" && options.length > 1;
    const words = given?.unsure ? say("I don’t know") : isText(question) && given ? given.text : null;
    const several =
      options.length > 1 &&
      el(
        ranked ? "ol" : "ul",
        {},
        options.map(({ text }) => el("li", {}, text)),
      );
    const told = words || several || options[0]?.text;
    return el(
      "div",
      {},
      el("dt", {}, question.text),
      el(
        "dd",
        {
          class: isText(question) && words && !given.unsure ? "voice" : told ? "" : "none",
          dir: isText(question) && "auto",
        },
        one,
        told || say("You skipped this one"),
      ),
      change &&
        el(
          "dd",
          { class: "do" },
          el(
            "button",
            { class: "mini", type: "button", onclick: () => change(question) },
            say("Change"),
            el("span", { class: "vh" }, `: ${question.text}`),
          ),
        ),
    );
  };
  return el("dl", { class: "answers" }, questions.map(row));
}

/** Look at everything before it is sent. */
export function checkAnswers({ questions, answers, change, back, send }) {
  const title = say("Check your answers");
  return {
    title,
    main: [
      el("h1", {}, title),
      el("p", { class: "hint" }, say("Nothing is sent yet. You can change anything.")),
      answerList(questions, answers, change),
    ],
    foot: [button(say("Back"), back), grow(), button(say("Send my answers"), send, "go")],
  };
}

/** The answers could not be kept: they stay here until a grown-up has helped. */
export function notSaved({ questions, answers, again }) {
  const title = say("Your answers are not saved yet");
  return {
    title,
    main: [
      el(
        "div",
        { class: "plain alarm" },
        pic("hand", "pic big"),
        el(
          "div",
          {},
          el("h1", {}, title),
          el(
            "p",
            { class: "lede" },
            say("Please tell a grown-up here. Do not put the tablet down. Your answers are still here."),
          ),
        ),
      ),
      answerList(questions, answers),
    ],
    foot: [grow(), button(say("Try again"), again, "go")],
    staff: true,
  };
}

/**
 * What follows from a questionnaire, as `questionnaires/rules.py` and `collection/walk_rules.py` say it: which questions
 * are shown, which answers count, which are valid, how far somebody is. Pure; a test holds both to each other.
 *
 * @typedef {{value: string[], text: string, unsure: boolean}} Given option ids in the order chosen, own words, "I don't know"
 * @typedef {Record<string, Given>} Answers by question id
 */

/** @type {Given} */
export const NOTHING = Object.freeze({ value: [], text: "", unsure: false });
/** Options of these ids say themselves that somebody is not sure. */
export const SAYS_UNSURE = ["unsure", "not-sure", "dont-know"];

const ONE_CHOICE = ["faces3", "faces5", "scale", "single"];

export const isText = (question) => question.type.endsWith("_text");
export const isAnswer = (given) => Boolean(given.value.length || given.text.trim());
export const isEmpty = (given) => !isAnswer(given) && !given.unsure;

/** Say whether a condition holds for the answer it looks at; skipped and unsure ones meet only "not answered". */
function holds({ operator, value }, given) {
  const is = given.value.length === 1 && given.value[0] === value;
  if (operator === "answered") return isAnswer(given);
  if (operator === "not_answered") return !isAnswer(given);
  if (operator === "is") return is;
  if (operator === "is_not") return isAnswer(given) && !is;
  return given.value.includes(value);
}

/** Return the questions to show, in order; an answer to a hidden or later question counts as not given. */
export function shown(questions, answers) {
  const seen = {};
  return questions.filter(({ id, show_if: condition }) => {
    const visible = !condition || holds(condition, seen[condition.question] || NOTHING);
    if (visible) seen[id] = answers[id] || NOTHING;
    return visible;
  });
}

/** Return the answers that count: not empty, and to questions that are shown. */
export function kept(questions, answers) {
  const counting = shown(questions, answers).filter(({ id }) => answers[id] && !isEmpty(answers[id]));
  return Object.fromEntries(counting.map(({ id }) => [id, answers[id]]));
}

/** Return how many options may be chosen: null is no limit, 0 is words alone. */
export function mostOf(question) {
  if (isText(question)) return 0;
  return ONE_CHOICE.includes(question.type) ? 1 : (question.top_n ?? null);
}

/** Return the answer in canonical form, or null where the house rules refuse it. */
export function check(question, given) {
  const text = given.text.trim();
  if (isText(question)) return given.value.length ? null : { value: [], text, unsure: given.unsure && !text };
  const offered = question.options.map(({ id }) => id);
  const value = [...new Set(given.value)];
  const most = mostOf(question);
  if (text || value.some((id) => !offered.includes(id)) || (value.length && given.unsure)) return null;
  if (most !== null && value.length > most) return null;
  if (question.type === "multiple") value.sort((one, other) => offered.indexOf(one) - offered.indexOf(other));
  return { value, text: "", unsure: given.unsure };
}

/** Return how far the question at `index` is; without `certain`, some of `total` may not be asked. */
export function progress(questions, answers, index) {
  const states = [];
  questions.forEach(({ show_if: condition }, place) => {
    const other = condition && questions.findIndex(({ id }) => id === condition.question);
    if (!condition) states.push(true);
    else if (other < 0 || other >= place || states[other] === false) states.push(holds(condition, NOTHING));
    else if (states[other] && other < index) states.push(holds(condition, answers[condition.question] || NOTHING));
    else states.push(null);
  });
  const count = (some) => some.filter((state) => state !== false).length;
  return { number: count(states.slice(0, index + 1)), total: count(states), certain: !states.includes(null) };
}

/** Return the places of the questions shown. */
function places(questions, answers) {
  return shown(questions, answers).map((question) => questions.indexOf(question));
}

/** Return the place of the next question shown after `index`, or undefined at the end. */
export const nextAfter = (questions, answers, index) => places(questions, answers).find((place) => place > index);

/** Return the place of the last question shown before `index`, or undefined at the start. */
export const lastBefore = (questions, answers, index) =>
  places(questions, answers)
    .reverse()
    .find((place) => place < index);

/** Return the place of the first question shown that was neither answered nor skipped, or undefined. */
export const firstToDo = (questions, answers, passed) =>
  places(questions, answers).find((place) => !passed.has(questions[place].id));

/** Say whether a question is the first shown one that asks for own words. */
export const isFirstText = (questions, answers, question) => shown(questions, answers).find(isText) === question;

/** Return the answers as they are sent, for every question shown: null is skipped. */
export function wire(questions, answers) {
  const sent = (question, given) => {
    if (!given || isEmpty(given)) return null;
    if (given.unsure) return { unsure: true };
    if (isText(question)) return given.text;
    return ONE_CHOICE.includes(question.type) ? given.value[0] : given.value;
  };
  return Object.fromEntries(
    shown(questions, answers).map((question) => [question.id, sent(question, answers[question.id])]),
  );
}

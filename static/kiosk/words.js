/**
 * The kiosk's own words in the language chosen, and the way that language runs.
 *
 * English is the key and the fallback: `say("Next")`, `say("Question {n} of {of}", {n: 2, of: 6})`. Staff screens stay in
 * English and do without. Strings are gathered from the calls, so each call holds one whole literal string.
 */

/** @typedef {{code: string, name: string, dir: "ltr"|"rtl", file: string|null}} Language */

/** @type {Language} */
export const ENGLISH = { code: "en", name: "English", dir: "ltr", file: null };

let chosen = ENGLISH;
/** @type {Record<string, string>} */
let strings = {};

/**
 * Speak a language from now on: `words` are its strings by their English. Sets `lang` and `dir` of the document.
 * @param {Language} language
 * @param {Record<string, string>} [words]
 */
export function setLanguage(language, words = {}) {
  chosen = language;
  strings = words;
  document.documentElement.lang = language.code;
  document.documentElement.dir = language.dir;
}

/** Return the language spoken now. */
export const language = () => chosen;

/** Return the way it runs: "ltr" or "rtl". */
export const direction = () => chosen.dir;

/** Say whether what the server wrote in English alone can stand on the page as it is. */
export const isEnglish = () => /^en\b/.test(chosen.code);

/**
 * Return a string in the language chosen, with its {names} filled in.
 * Where the language runs from the right, each value is set apart, so that figures and names keep their own order.
 * @param {string} english
 * @param {Record<string, string|number>} [values]
 */
export function say(english, values = {}) {
  const apart = chosen.dir === "rtl" ? (value) => `\u2068${value}\u2069` : String;
  return (strings[english] || english).replace(/\{(\w+)\}/g, (_, name) => apart(values[name]));
}

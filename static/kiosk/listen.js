/**
 * Reading aloud: a recording where the event has one, else a voice that lives on the tablet (others need the network, and
 * would read one language with the voice of another). Where there is neither, no button is shown.
 */

import { language } from "./words.js";

const READ =
  "h1, .lede, .hint, .say, .read, .what-next li, .before li, .help p, .help dt, .help dd, .answers dt, .answers dd";

let playing = null;
let told = () => {};

function voice() {
  const wanted = language().code.split("-")[0];
  return speechSynthesis
    .getVoices()
    .find((each) => each.localService && each.lang.split(/[-_]/)[0].toLowerCase() === wanted);
}

/** Say whether the screen can be read aloud, with a recording or without. */
export const canListen = (recording) => Boolean(recording || ("speechSynthesis" in window && voice()));

/** Call `fn` when the tablet's voices become known, which may be after the page is there. */
export function whenVoices(fn) {
  if ("speechSynthesis" in window) speechSynthesis.addEventListener("voiceschanged", fn);
}

/** Stop reading. */
export function hush() {
  playing?.pause();
  playing = null;
  if ("speechSynthesis" in window) speechSynthesis.cancel();
  told(false);
  told = () => {};
}

/**
 * Read a recording, or the words of a part of the page; `tell` gets true now and false at the end.
 * @param {HTMLElement} place
 * @param {string|null} recording
 * @param {(reads: boolean) => void} tell
 */
export function listen(place, recording, tell) {
  hush();
  told = tell;
  tell(true);
  const end = () => told === tell && hush();
  if (recording) {
    playing = new Audio(recording);
    playing.addEventListener("ended", end);
    playing.play().catch(end);
    return;
  }
  const seen = [...place.querySelectorAll(READ)].filter(
    (part) => part.offsetParent && !part.parentElement.closest(READ),
  );
  const parts = seen.map((part) => part.textContent.trim()).filter(Boolean);
  parts.forEach((text, index) => {
    const utterance = new SpeechSynthesisUtterance(text);
    Object.assign(utterance, { lang: language().code, voice: voice(), rate: 0.9 });
    if (index === parts.length - 1) utterance.addEventListener("end", end);
    utterance.addEventListener("error", end);
    speechSynthesis.speak(utterance);
  });
}

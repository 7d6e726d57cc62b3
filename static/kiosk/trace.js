// No trace of the last person: not in a field, not behind Back, and not on a tablet that was put down.

const WARN = 60_000;
const CLEAR = 75_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "input", "wheel", "touchmove"];

/** Empty every control by hand (a form's own reset would bring back what it was served with), then take all away. */
export function blank(root = document) {
  for (const control of root.querySelectorAll("input, textarea, select")) {
    control.checked = false;
    control.value = "";
  }
  root.body.replaceChildren();
  getSelection()?.removeAllRanges();
}

/** Leave nothing for the browser's memory of pages: empty this one when it goes, open a fresh one if it comes back. */
export function guard() {
  addEventListener("pagehide", () => blank());
  addEventListener("pageshow", (event) => event.persisted && location.replace(location.pathname));
}

/**
 * Watch for nobody being there: `warn` after 60 seconds without touch or key, `clear` after 75. From the warning on only
 * `here()` counts, so that touching the screen that covers the answers does not uncover them: the next person may do that.
 * Without `warn` every touch counts until the end.
 * The clock is looked at anew when a tablet wakes up, because its timers slept with it.
 * @param {{warn?: (left: number) => void, resume?: () => void, clear: () => void}} calls `warn` gets the seconds left
 * @returns {{here: () => void, stop: () => void}} `here` tells that somebody is there (the button, a voice reading aloud)
 */
export function watchIdle({ warn, resume, clear }) {
  let last = Date.now();
  let warned = false;
  const sign = () => look() || (last = Date.now());
  const timer = setInterval(look, 1000);

  /** Do what is due; true when the warning or the end came. */
  function look() {
    const quiet = Date.now() - last;
    // the tablet's clock was put back
    if (quiet < 0) last = Date.now();
    if (quiet >= CLEAR) {
      stop();
      clear();
    } else if (warn && quiet >= WARN && !warned) {
      warned = true;
      warn(Math.ceil((CLEAR - quiet) / 1000));
    }
    return warned || quiet >= CLEAR;
  }

  function here() {
    last = Date.now();
    if (warned) resume();
    warned = false;
  }

  function stop() {
    clearInterval(timer);
    SIGNS.forEach((name) => removeEventListener(name, sign, true));
    document.removeEventListener("visibilitychange", look);
  }

  SIGNS.forEach((name) => addEventListener(name, sign, { capture: true, passive: true }));
  document.addEventListener("visibilitychange", look);
  return { here, stop };
}

/** A tablet that was put down: first it covers what is on the screen, then it is cleared for the next person. */

import { el, show } from "./dom.js";
import { cover } from "./frame.js";
import { hush } from "./listen.js";
import { stillThere } from "./screens.js";

/**
 * Watch until `stop()` of what is returned. Where there is nothing to cover, every touch counts until it is cleared.
 * @param {import("./tablet.js").Tablet} tablet
 * @param {boolean} covers
 * @returns {{here: () => void, stop: () => void}}
 */
export function watchFor(tablet, covers) {
  const over = el("main", { class: "still" });
  let before = null;

  function warn() {
    hush();
    before = [document.title, document.activeElement];
    const { main, foot, title } = stillThere({ stay: () => watch.here() });
    cover(true);
    document.title = title;
    document.body.append(over);
    show(over, main, foot);
  }
  function resume() {
    cover(false);
    over.remove();
    document.title = before[0];
    before[1]?.focus();
  }
  const watch = tablet.watchIdle({ ...(covers && { warn, resume }), clear: () => tablet.wipe() });
  return watch;
}

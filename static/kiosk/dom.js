// Making elements without mark-up in strings, so that nothing anybody typed can become mark-up.

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set(["svg", "use", "path", "g", "circle", "rect"]);
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "tabIndex"]);

/**
 * Make an element: `el("button", { class: "btn", onclick: go }, "Next")`.
 * Functions named on… become listeners; null, undefined and false leave an attribute out, true sets it empty.
 * Children are nodes, text, lists of them, or null. `svg`, `use`, `path`, `g`, `circle`, `rect` are drawn elements.
 * @param {string} tag
 * @param {Object<string, *>} [props]
 * @param {...(Node|string|number|null|undefined|false|Array)} children
 * @returns {HTMLElement|SVGElement}
 */
export function el(tag, props = {}, ...children) {
  const made = DRAWN.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) made[name] = value;
    else if (value != null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return made;
}

/**
 * Put children in place of all that an element holds; as in `el`, null and false are none.
 * @param {HTMLElement} place
 * @param {...(Node|string|null|undefined|false|Array)} children
 */
export const fill = (place, ...children) =>
  place.replaceChildren(...children.flat(Infinity).filter((child) => child != null && child !== false));

/**
 * The same for a whole screen: the focus moves to its heading, so that a screen reader starts there.
 * @param {HTMLElement} place
 * @param {...(Node|string|null|undefined|false|Array)} children
 */
export function show(place, ...children) {
  fill(place, ...children);
  const heading = place.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

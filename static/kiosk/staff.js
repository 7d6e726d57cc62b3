// The staff's part of a tablet, behind a PIN. It never shows what anybody answered. In English, as the rest of staff's pages.

import { check } from "./check.js";
import { el, fill, show } from "./dom.js";
import { showPairing } from "./pairing.js";
import { tryPin, waitUntil } from "./pin.js";
import { download, rescueFiles, shares } from "./rescue.js";

export { codeInAddress, showPairing } from "./pairing.js";

const clock = (moment) => new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = (date) => new Date(date).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
const button = (words, onclick, look = "") => el("button", { class: `btn ${look}`, type: "button", onclick }, words);
const part = (...children) => el("div", { class: "staff-part", lang: "en", dir: "ltr" }, ...children);

/**
 * Ask for the PIN, then show the staff's menu. Staff who walk off leave it too, after 75 seconds.
 * @param {Object} tablet
 * @param {HTMLElement} main
 * @param {{leave: () => void}} calls `leave` goes back to the children's screens
 */
export function askPin(tablet, main, { leave }) {
  const watch = tablet.watchIdle({ clear: () => tablet.wipe() });
  const back = () => {
    watch.stop();
    leave();
  };
  if (!tablet.paired) return showPairing(tablet, main, { back });
  const field = el("input", {
    class: "s-field s-pin",
    id: "staff-pin",
    inputmode: "numeric",
    maxlength: 12,
    autocomplete: "off",
    "aria-describedby": "pin-error",
  });
  const error = el("p", { class: "s-error", id: "pin-error", role: "alert" });

  async function submit(event) {
    event.preventDefault();
    const pin = field.value.replace(/\D/g, "");
    field.value = "";
    field.focus();
    if (!tablet.sender.paired.pin) return (error.textContent = "This tablet has no PIN yet. Connect it to the Wi-Fi.");
    if (pin && (await tryPin(tablet, pin))) return showMenu(tablet, main, back);
    const until = await waitUntil(tablet.store);
    error.textContent = until
      ? `Too many wrong tries. Try again after ${clock(until + 60_000)}.`
      : "That PIN is not right. It is on the event’s page.";
  }

  show(
    main,
    el(
      "form",
      { class: "staff-part", lang: "en", dir: "ltr", autocomplete: "off", novalidate: true, onsubmit: submit },
      el("h1", {}, "For staff"),
      el("label", { for: field.id }, "Staff PIN"),
      el("p", { class: "hint" }, "The six figures on the event’s page."),
      field,
      error,
      el("div", { class: "s-acts" }, el("button", { class: "btn btn-go" }, "Open"), button("Back", back)),
    ),
  );
  field.focus();
}

function showMenu(tablet, main, back) {
  const { data, sender } = tablet;
  const ready = el("section", { class: "s-sec", "aria-labelledby": "s-ready" });
  const kept = el("section", { class: "s-sec", "aria-labelledby": "s-kept" });
  const stop = tablet.changed(() => (kept.isConnected ? showKept(tablet, kept) : stop()));
  show(
    main,
    part(
      el("h1", {}, `${tablet.name || "This tablet"}: for staff`),
      el("p", { class: "hint" }, `${data.event.name}, ${day(data.event.date)}`),
      el("div", { class: "s-acts" }, button("Back to the children’s screens", back, "btn-go")),
      ready,
      kept,
      el(
        "section",
        { class: "s-sec" },
        el("h2", {}, "This tablet"),
        sender.refused && el("p", { class: "s-error" }, "The server no longer knows this tablet. Pair it again: its answers stay."),
        el(
          "div",
          { class: "s-acts" },
          document.fullscreenEnabled && button("Full screen", () => document.documentElement.requestFullscreen()),
          button("Pair again", () => showPairing(tablet, main, { code: "", back: () => showMenu(tablet, main, back) })),
          button("Leave the children’s screens", () => leaveKiosk(tablet)),
        ),
      ),
    ),
  );
  showKept(tablet, kept);
  fill(ready, el("h2", { id: "s-ready" }, "Ready to go offline?"), el("p", { role: "status" }, "Looking…"));
  lookAgain(tablet, ready);
}

async function leaveKiosk(tablet) {
  if (document.fullscreenElement) await document.exitFullscreen();
  await tablet.wipe("/");
}

/** The lines of the check: is it right, what to say when it is, what when it is not, what to do then, may it be so? */
function lines(tablet, facts) {
  const { waiting, parked } = tablet.counts();
  const minutes = Math.round(Math.abs(facts.ahead) / 60_000);
  const wrong =
    facts.clock === null
      ? "The clock could not be compared with the server’s"
      : `The clock is ${minutes} minutes ${facts.ahead > 0 ? "fast" : "slow"}`;
  return [
    [
      facts.pages,
      `The pages are kept on this tablet (version ${facts.version.slice(0, 8)})`,
      "The pages are not kept on this tablet yet",
      "Stay on the Wi-Fi, wait a minute, then check again.",
    ],
    [
      facts.stores,
      "Answers can be kept on this tablet",
      "Answers cannot be kept on this tablet",
      "Close private windows, free some space, then check again. Or use another tablet.",
    ],
    [facts.paired, `Paired as ${facts.name}`, "Not paired with this event", "Press “Pair again” and type a new code."],
    [facts.clock, "The clock is right", wrong, "Connect to the Wi-Fi, set date and time to automatic, then check again."],
    [
      !waiting,
      "No answers are waiting to be sent",
      `Answers waiting to be sent: ${waiting}`,
      "With Wi-Fi, press “Send now”. Without it they wait here safely.",
      true,
    ],
    [!parked, "No answers are kept aside", `Answers kept aside: ${parked}`, "See why below. Take a rescue file for the team.", true],
    [
      facts.persisted,
      "The tablet promised never to tidy answers away",
      "The tablet may tidy answers away after some days",
      "Open this page from the home screen, and send on the same day.",
      true,
    ],
    [
      facts.full,
      "Full screen",
      "Not full screen",
      "Choose “Add to home screen” in the browser’s menu and open it there. The button below lasts for one child.",
      true,
    ],
  ];
}

/** Ask the server for its clock, and look at everything. */
async function lookAgain(tablet, place) {
  await tablet.sender.beat().catch(() => false);
  await showReady(tablet, place);
}

async function showReady(tablet, place) {
  const again = async () => {
    place.setAttribute("aria-busy", "true");
    await lookAgain(tablet, place);
    place.removeAttribute("aria-busy");
    place.querySelector("button").focus();
  };
  // not waited for: some browsers ask the person in front of them first
  navigator.storage?.persist?.().catch(() => false);
  const facts = await check(tablet);
  fill(
    place,
    el("h2", { id: "s-ready" }, "Ready to go offline?"),
    el("p", { class: "s-verdict", role: "status" }, facts.ready ? "Yes. This tablet is ready." : "Not yet. See what to do below."),
    el(
      "ul",
      { class: "s-checks" },
      lines(tablet, facts).map(([right, good, bad, todo, soft]) =>
        el(
          "li",
          { class: right ? "s-yes" : soft ? "s-soft" : "s-no" },
          el("b", {}, right ? "Yes" : soft ? "Note" : "No"),
          el("span", {}, right ? good : bad, !right && el("small", {}, todo)),
        ),
      ),
    ),
    el("div", { class: "s-acts" }, button("Check again", again)),
  );
}

async function showKept(tablet, place) {
  const { store, sender } = tablet;
  const { sent, waiting, parked } = tablet.counts();
  const all = await store.all().catch(() => []);
  const mine = all.filter((record) => record.event === store.event);
  const files = all.length ? await rescueFiles(tablet).catch(() => []) : [];
  const others = all.length - mine.length;
  const focused = document.activeElement?.textContent;
  fill(
    place,
    el("h2", { id: "s-kept" }, "Answers on this tablet"),
    el("p", { role: "status" }, `Sent: ${sent}. Waiting: ${waiting}. Kept aside: ${parked}.`),
    others > 0 && el("p", {}, `Of other events: ${others}. They are sent from here as well.`),
    sender.missing.length > 0 && el("p", { class: "s-error" }, `The server misses the numbers ${sender.missing.join(", ")}.`),
    mine.length > 0 && keptTable(mine),
    el(
      "div",
      { class: "s-acts" },
      button("Send now", () => sender.send("staff")),
      parked > 0 && button("Try those kept aside again", () => store.unpark().then(() => sender.send("staff"))),
      files.length > 0 && button("Take a rescue file", () => files.forEach(download)),
      shares(files) && button("Share the rescue file", () => navigator.share({ files }).catch(() => null)),
    ),
  );
  [...place.querySelectorAll("button")].find((one) => one.textContent === focused)?.focus();
}

/** What lies here, by number, time and reason; never its words. */
function keptTable(records) {
  const row = (cell, ...cells) => el("tr", {}, cells.map((words) => el(cell, cell === "th" ? { scope: "col" } : {}, words)));
  return el(
    "table",
    { class: "s-table" },
    el("caption", { class: "vh" }, "Answers waiting and kept aside"),
    el("thead", {}, row("th", "Number", "Kept at", "State")),
    el(
      "tbody",
      {},
      records.map(({ seq, kept_at, parked }) => row("td", seq, clock(kept_at), parked ? `Kept aside: ${parked}` : "Waiting")),
    ),
  );
}

// One tablet at one event: what it keeps, what it sends, and how it forgets the last person.

import { check } from "./check.js";
import { seal } from "./seal.js";
import { openSender } from "./sender.js";
import { NotSaved, openStore } from "./store.js";
import { blank, guard, watchIdle } from "./trace.js";

export { NotSaved };

/**
 * @typedef {Object} Answered what one person answered
 * @property {string} id a UUID, made when the form was started (`crypto.randomUUID()`)
 * @property {string} questionnaire id of the questionnaire
 * @property {string} language code of the language it was answered in
 * @property {string} started_at ISO moment
 * @property {Object<string, string|string[]|null|{unsure: true}>} answers by question id
 * @property {string} [receipt] SHA-256 in hex of the removal code
 *
 * @typedef {Object} Tablet
 * @property {Object} data what the page was served with
 * @property {boolean} paired whether the tablet holds a token for this event
 * @property {string} name such as "Tablet 3", empty before pairing
 * @property {(answered: Answered) => Promise<void>} save keep it; resolves only when it is written for good, throws NotSaved
 *   otherwise. Saving one id twice is the same as once
 * @property {() => {sent: number, waiting: number, parked: number}} counts of this event
 * @property {() => "sent"|"waiting"|"pair again"|"not saved"} state in one word; "not saved" until a later save succeeds
 * @property {(fn: () => void) => () => void} changed call `fn` when counts, state or pairing change; returns how to stop
 * @property {(to?: string) => Promise<void>} wipe blank everything and open a fresh document (or `to`) in place of this one
 * @property {typeof watchIdle} watchIdle start to watch for nobody being there, see trace.js
 * @property {Object} store for the staff's part
 * @property {Object} sender for the staff's part
 */

/**
 * Open the tablet's store, start to send, register the worker (`sw.js` beside the page) and guard against Back.
 * Never throws for a broken store: `save` will, and staff see it.
 * @param {Object} data the event data of the page
 * @returns {Promise<Tablet>}
 */
export async function openTablet(data) {
  const listeners = new Set();
  const saves = new Map();
  const event = data.event.id;
  const tell = () => listeners.forEach((listener) => listener());
  const store = openStore(event);
  const sender = openSender(data, store, () => refresh());
  let counted = { sent: 0, waiting: 0, parked: 0 };
  let failed = false;

  async function refresh() {
    counted = await store.counts().catch(() => counted);
    tell();
  }

  async function write({ id, ...answered }) {
    const fields = { ...answered, completed_at: new Date().toISOString() };
    await store.add({ id, ...(data.key ? { sealed: await seal(data.key, id, fields) } : fields) });
  }

  const tablet = {
    data,
    store,
    sender,
    watchIdle,
    get paired() {
      return Boolean(sender.paired.token);
    },
    get name() {
      return sender.paired.name || "";
    },
    save(answered) {
      if (!saves.has(answered.id)) saves.set(answered.id, write(answered));
      return saves.get(answered.id).then(
        () => {
          failed = false;
          refresh().then(() => sender.send("saved"));
        },
        (error) => {
          saves.delete(answered.id);
          failed = true;
          tell();
          throw error instanceof NotSaved ? error : new NotSaved(error);
        },
      );
    },
    counts: () => counted,
    state() {
      if (failed) return "not saved";
      if (sender.refused) return "pair again";
      return counted.waiting ? "waiting" : "sent";
    },
    changed(fn) {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
    async wipe(to = location.pathname) {
      blank();
      await applyWaiting();
      location.replace(to);
    },
  };

  sender.ready = async () => (await check(tablet)).ready;
  guard();
  await register();
  await sender.start();
  await refresh();
  return tablet;
}

/** Let in a worker that was already waiting when this page came up, before anybody starts; look for a newer one. */
async function register() {
  const workers = navigator.serviceWorker;
  if (workers?.controller && (await applyWaiting())) location.replace(location.pathname + location.hash);
  // without a worker the page still takes and keeps answers; the staff's check tells that it would not come up again
  workers?.register("sw.js", { scope: "./", updateViaCache: "none" }).catch(() => null);
}

/** Let a waiting version of the worker in and tell whether it came; gives up after two seconds: nobody should wait for it. */
async function applyWaiting() {
  const workers = navigator.serviceWorker;
  const waiting = (await workers?.getRegistration().catch(() => null))?.waiting;
  if (!waiting) return false;
  return new Promise((done) => {
    workers.addEventListener("controllerchange", () => done(true), { once: true });
    setTimeout(done, 2000, false);
    waiting.postMessage("apply");
  });
}

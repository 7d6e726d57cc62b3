// What waits goes to the server, ten at a time and in order. Only a receipt for an id takes it out of the store.

import { ask, LONGEST_ASKED } from "./ask.js";
import { outgoing } from "./store.js";

const BATCH = 10;
const EVERY = 30_000;
const LONGEST = 300_000;
const STUCK = 120_000;
const DONE = ["stored", "duplicate"];
const ASIDE = ["conflict", "invalid"];
const REFUSED = [400, 413, 422];

/** Write numbers as ranges: [1, 2, 3, 7] becomes [[1, 3], [7, 7]]. */
export function ranges(numbers) {
  const made = [];
  for (const number of numbers) {
    const last = made.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else made.push([number, number]);
  }
  return made;
}

/**
 * The one sender of this tablet.
 * @param {Object} data the event data of the page
 * @param {Object} store
 * @param {() => Promise<void>} told called when what is kept, or what is known of the server, changed
 */
export function openSender(data, store, told) {
  const sender = {
    /** @type {{token?: string, name?: string, number?: number, device_id?: string, pin?: Object}} */
    paired: {},
    refused: false,
    /** when the server last truly answered, and how far our clock was ahead of its then, in milliseconds */
    contact: null,
    missing: [],
    start,
    send,
    pair,
    beat,
    ready: async () => false,
  };
  let running = null;
  let again = false;
  let failures = 0;
  // not before our own pause is over; and not before the moment the server asked for, which a fresh page must know too
  let notBefore = 0;
  let askedFor = 0;
  let lockedOut = 0;
  let timer = null;

  const keep = () => store.put(`paired:${data.event.id}`, sender.paired);

  async function start() {
    sender.paired = (await store.get(`paired:${data.event.id}`).catch(() => null)) || {};
    sender.contact = sender.paired.contact || null;
    notBefore = askedFor = Math.min((await store.get("not before").catch(() => 0)) || 0, Date.now() + LONGEST_ASKED);
    addEventListener("online", () => send("online"));
    document.addEventListener("visibilitychange", () => document.hidden || send("seen"));
    setInterval(() => send("timer"), EVERY);
    send("start");
  }

  /**
   * Send what waits, unless it is being sent. `why`: "saved", "seen" and "timer" wait their turn after a failure; "start"
   * and "online" only as long as the server asked for; "staff" waits for nothing.
   */
  function send(why) {
    again = true;
    const from = { staff: 0, start: askedFor, online: askedFor }[why] ?? notBefore;
    if (Date.now() < from) return running;
    running ||= locked(round)
      .catch(() => later(0))
      .finally(() => {
        running = null;
        // kept after the last look at the store and before the end of this run: it must not wait for the timer
        if (again && !lockedOut) send("saved");
      });
    return running;
  }

  /** One page at a time: another one of this tablet that is sending sends ours too. One that fell asleep is passed over. */
  async function locked(work) {
    const stuck = lockedOut && Date.now() - lockedOut > STUCK;
    const only = (lock) => {
      lockedOut = lock ? 0 : lockedOut || Date.now();
      return lock && work();
    };
    return navigator.locks ? navigator.locks.request("cypp-sender", stuck ? { steal: true } : { ifAvailable: true }, only) : work();
  }

  async function round() {
    try {
      // one may be kept while the last is on its way
      while (again) {
        again = false;
        if (!(await sendAll())) break;
        await told();
        await beat();
      }
    } catch {
      // the store is out of order: staff see it, and the timer tries once more
      later(0);
    }
    await told();
  }

  /** Send all events' records, each with its own token; false when it is of no use to go on now. */
  async function sendAll() {
    const all = (await store.all()).filter((record) => !record.parked);
    for (const event of new Set([data.event.id, ...all.map((record) => record.event)])) {
      const ours = event === data.event.id;
      const { token } = ours ? sender.paired : (await store.get(`paired:${event}`)) || {};
      if (!token) continue;
      const mine = all.filter((record) => record.event === event);
      for (let first = 0; first < mine.length; first += BATCH) {
        if (await sendBatch(mine.slice(first, first + BATCH), token, ours)) await told();
        else if (ours) return false;
        else break;
      }
    }
    return true;
  }

  /** Send some together; true when the queue may go on. */
  async function sendBatch(records, token, ours) {
    const reply = await post(records, token);
    const settled = await receive(records, reply);
    if (settled) {
      succeeded(ours);
      return true;
    }
    if (REFUSED.includes(reply.status)) return sendSingly(records, token, ours);
    if (ours) failed(reply);
    return false;
  }

  /** A whole batch was refused: find whose fault it is, so that the others do not wait behind it. */
  async function sendSingly(records, token, ours) {
    const culprits = [];
    let alive = false;
    let reply;
    for (const record of records) {
      reply = await post([record], token);
      if (await receive([record], reply)) alive = true;
      else if (REFUSED.includes(reply.status)) culprits.push([record, reply]);
      else break;
    }
    for (const [record, { status, json }] of culprits) {
      // a refusal by something between us and the server proves nothing about the record
      if (!alive && !json?.error) continue;
      await store.park(record.n, "refused", json?.error || `Refused (${status})`);
      alive = true;
    }
    if (alive) succeeded(ours);
    else if (ours) failed(reply);
    return alive;
  }

  const post = (records, token) => ask(`${data.api}/responses`, token, { responses: records.map(outgoing) });

  /** Do what the receipts say; return how many of the records they were for. */
  async function receive(records, { status, json }) {
    if (![200, 201].includes(status) || !Array.isArray(json?.receipts)) return 0;
    const byId = new Map(records.map((record) => [record.id, record]));
    const done = [];
    let known = 0;
    for (const receipt of json.receipts) {
      const record = byId.get(receipt?.id);
      if (!record) continue;
      if (DONE.includes(receipt.status)) done.push(record.n);
      else if (ASIDE.includes(receipt.status)) await store.park(record.n, receipt.status, receipt.detail);
      else continue;
      known += 1;
    }
    if (done.length) await store.settle(done, records[0].event);
    return known;
  }

  function succeeded(ours) {
    if (!ours) return;
    free();
  }

  /** Nothing stands in the way of sending any more. */
  function free() {
    if (askedFor) store.put("not before", 0).catch(() => null);
    failures = notBefore = askedFor = 0;
    sender.refused = false;
  }

  function failed({ status, json, wait }) {
    // only our own server's refusal means the token; a Wi-Fi may answer 401 as well
    if (status === 401 && json?.error) sender.refused = true;
    later(wait);
  }

  /** Wait before the next try: a second, doubling up to five minutes, each tablet a little differently. */
  function later(wait) {
    const pause = Math.min(1000 * 2 ** failures++, LONGEST) * (0.75 + Math.random() / 2);
    notBefore = Date.now() + Math.max(wait, pause);
    if (wait) store.put("not before", (askedFor = Date.now() + wait)).catch(() => null);
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(wait, pause) + 50, "timer");
  }

  /** Tell the server how we are; learn its clock, our name and what it misses. Returns whether it answered. */
  async function beat() {
    if (!sender.paired.token) return false;
    const [mine, counts, storage] = await Promise.all([store.list(), store.counts(), store.works()]);
    const before = Date.now();
    const reply = await ask(`${data.api}/heartbeat`, sender.paired.token, {
      last_seq: counts.seq,
      // what never got a receipt is not known to the server: it is here, whether it waits or lies aside
      waiting: ranges(mine.filter((record) => !record.parked || record.kind === "refused").map(({ seq }) => seq)),
      parked: counts.parked,
      clock: new Date(before).toISOString(),
      version: data.version,
      storage,
      persisted: Boolean(await navigator.storage?.persisted?.().catch(() => false)),
      ready: await sender.ready(),
    });
    const there = reply.status === 200 && Date.parse(reply.json?.now);
    if (!there) {
      if (reply.status === 401 && reply.json?.error) sender.refused = true;
      return false;
    }
    sender.refused = false;
    sender.contact = sender.paired.contact = { at: Date.now(), ahead: (before + Date.now()) / 2 - there };
    sender.missing = reply.json.missing || [];
    const { name, pin } = reply.json;
    if (name) sender.paired.name = name;
    if (pin) sender.paired.pin = pin;
    await keep();
    return true;
  }

  /**
   * Pair with the event of a code. Records that wait stay and go with the new token.
   * @param {string} code
   * @returns {Promise<Reply>} status 201 when it worked
   */
  async function pair(code) {
    const reply = await ask(`${data.api}/devices`, "", { code, installation: await store.installation() });
    if (reply.status !== 201 || !reply.json?.token) return reply;
    const { token, device_id, number, name, pin, event } = reply.json;
    const paired = { token, device_id, number, name, pin };
    await store.put(`paired:${event.id}`, paired);
    // the code of another event pairs with that one: its own page goes on from there
    if (event.id !== data.event.id) return reply;
    sender.paired = paired;
    // what was refused before may be taken now
    await store.unpark();
    free();
    await told();
    send("staff");
    return reply;
  }

  return sender;
}

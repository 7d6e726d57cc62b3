// The tablet's own store. A record stays until the server's receipt for it is in; nothing else ever takes one out.
//
// outbox: { n: own key, kept_at, event, seq, id, sealed | fields…, parked?: reason, kind?: "conflict"|"invalid"|"refused" }
// meta:   "installation", "paired:<event>", "counts:<event>" { seq, sent }, "not before", "pin" { wrong, until }

const NAME = "cypp-tablet";
const VERSION = 1;
const STRICT = { durability: "strict" };
const PATIENCE = 10_000;

/** An answer could not be kept: the person must not be thanked for it. */
export class NotSaved extends Error {
  constructor(cause) {
    super("not saved", { cause });
    this.name = "NotSaved";
  }
}

/** A record as the server takes it, without what only the tablet needs. */
export const outgoing = ({ n, kept_at, parked, kind, ...record }) => record;

const result = (request) =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

const completed = (transaction) =>
  new Promise((done, fail) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => fail(transaction.error || new Error("aborted"));
  });

/** Add what is missing and leave what is there: records of an older version stay as they are. */
function upgrade({ target: { result: db, transaction } }) {
  const has = db.objectStoreNames;
  if (!has.contains("meta")) db.createObjectStore("meta");
  const outbox = has.contains("outbox")
    ? transaction.objectStore("outbox")
    : db.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
  if (!outbox.indexNames.contains("id")) outbox.createIndex("id", "id", { unique: true });
  if (!outbox.indexNames.contains("event")) outbox.createIndex("event", "event");
}

function openDatabase(version) {
  return new Promise((done, fail) => {
    let late = false;
    const request = indexedDB.open(NAME, version);
    request.onupgradeneeded = upgrade;
    request.onsuccess = () => (late ? request.result.close() : done(request.result));
    request.onblocked = () => {
      late = true;
      fail(new Error("blocked"));
    };
    // the page of another event may be newer and have raised the version: its store holds all that ours does
    request.onerror = () => (request.error.name === "VersionError" ? openDatabase().then(done, fail) : fail(request.error));
  });
}

/**
 * The store as one event sees it. Each promise resolves when its transaction is complete and rejects when it is not.
 * @param {string} event id of the event whose page this is
 */
export function openStore(event) {
  let opened = null;

  async function connect() {
    const db = await openDatabase(VERSION);
    const forget = () => (opened = null);
    // the browser closes stores when memory is short, and then every later save would fail
    db.onclose = forget;
    db.onversionchange = () => {
      db.close();
      forget();
    };
    return db;
  }

  /** Run `work(outbox, meta)` in one transaction and return what it returned once that is complete. */
  async function within(mode, work, again = true) {
    opened ||= connect();
    let transaction;
    try {
      transaction = (await opened).transaction(["outbox", "meta"], mode, STRICT);
    } catch (error) {
      opened = null;
      if (!again) throw error;
      return within(mode, work, false);
    }
    const end = completed(transaction);
    const [value] = await Promise.all([
      work(transaction.objectStore("outbox"), transaction.objectStore("meta")),
      end,
    ]).catch(async (error) => {
      try {
        transaction.abort();
      } catch {
        // it has ended by itself, and then what it says is the reason
        await end;
      }
      throw error;
    });
    return value;
  }

  const read = (work) => within("readonly", work);
  const write = (work) => within("readwrite", work);
  const rows = (outbox) => result(outbox.index("event").getAll(event));
  const known = async (meta, of = event) => (await result(meta.get(`counts:${of}`))) || { seq: 0, sent: 0 };

  return {
    event,

    /** Keep one record under the next number of its event. A record of the same id is there already: that is as good. */
    async add(record) {
      const kept = write(async (outbox, meta) => {
        const counts = await known(meta);
        counts.seq += 1;
        outbox.add({ ...record, kept_at: Date.now(), event, seq: counts.seq });
        meta.put(counts, `counts:${event}`);
      });
      try {
        // a store that hangs must not leave a child before a screen that hangs; if it wakes up, trying again finds it kept
        await Promise.race([kept, new Promise((_, fail) => setTimeout(fail, PATIENCE, new Error("no answer")))]);
      } catch (error) {
        if (error?.name !== "ConstraintError") throw new NotSaved(error);
      }
    },

    /** All records that wait or are kept aside, of any event, in order. */
    all: () => read((outbox) => result(outbox.getAll())),

    /** Those of this event. */
    list: () => read((outbox) => rows(outbox)),

    /** How many were sent, wait, or are kept aside, and the highest number given. */
    counts: () =>
      read(async (outbox, meta) => {
        const counts = await known(meta);
        const all = await rows(outbox);
        const parked = all.filter((record) => record.parked).length;
        return { ...counts, waiting: all.length - parked, parked };
      }),

    /** Take out those with a receipt that they are stored. */
    settle: (keys, of = event) =>
      write(async (outbox, meta) => {
        const counts = await known(meta, of);
        for (const key of keys) {
          if (!(await result(outbox.getKey(key)))) continue;
          outbox.delete(key);
          counts.sent += 1;
        }
        meta.put(counts, `counts:${of}`);
      }),

    /** Keep a record aside, with the reason; `kind` is the receipt's status, or "refused" if it never got one. */
    park: (key, kind, reason) =>
      write(async (outbox) => {
        const record = await result(outbox.get(key));
        if (record) outbox.put({ ...record, kind, parked: reason || kind });
      }),

    /** Let those that were kept aside be sent once more. */
    unpark: () =>
      write(async (outbox) => {
        for (const { parked, kind, ...record } of await rows(outbox)) if (parked) outbox.put(record);
      }),

    get: (key) => read((_, meta) => result(meta.get(key))),
    put: (key, value) => write((_, meta) => void meta.put(value, key)),

    /** The name this store has for the server, made once and kept for ever. */
    installation: () =>
      write(async (_, meta) => {
        const had = await result(meta.get("installation"));
        const id = had || crypto.randomUUID();
        if (!had) meta.put(id, "installation");
        return id;
      }),

    /** Write, read and take out a line: whether the store truly works. */
    async works() {
      const line = crypto.randomUUID();
      try {
        await write((_, meta) => void meta.put(line, "trial"));
        const came = await read((_, meta) => result(meta.get("trial")));
        await write((_, meta) => void meta.delete("trial"));
        return came === line;
      } catch {
        return false;
      }
    },
  };
}

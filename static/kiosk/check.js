// Is this tablet ready to go offline? Facts, without words: the staff's page puts them into sentences.

const CLOCK = 120_000;

/** Ask the worker in charge which version it keeps and how many files it lacks; null when there is none. */
async function kept() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return null;
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data);
    setTimeout(done, 3000, null);
    worker.postMessage("check", [port2]);
  });
}

/**
 * Look at everything a day without a network depends on. Does not ask the server: `sender.beat()` first, if that is wanted.
 * @param {Object} tablet
 * @returns {Promise<{pages: boolean, version: string, stores: boolean, paired: boolean, name: string, clock: boolean|null,
 *   ahead: number, persisted: boolean, full: boolean, ready: boolean}>} `clock` is null when the server was never asked;
 *   `ahead` in milliseconds; `ready` when pages, store, pairing and clock are right
 */
export async function check({ data, store, sender }) {
  const [pages, stores, persisted] = await Promise.all([
    kept(),
    store.works(),
    navigator.storage?.persisted?.().catch(() => false),
  ]);
  const ahead = sender.contact?.ahead;
  const facts = {
    pages: pages?.lacking === 0,
    version: pages?.version || data.version,
    stores,
    paired: Boolean(sender.paired.token) && !sender.refused,
    name: sender.paired.name || "",
    clock: ahead === undefined ? null : Math.abs(ahead) < CLOCK,
    ahead: ahead || 0,
    persisted: Boolean(persisted),
    full: Boolean(document.fullscreenElement) || matchMedia("(display-mode: fullscreen)").matches,
  };
  return { ...facts, ready: facts.pages && facts.stores && facts.paired && facts.clock === true };
}

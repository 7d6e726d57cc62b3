// Keeps this event's page and its files on the tablet, so that it comes up without a network. It never sees an answer: what
// is not a GET, of another site, or of the API goes past it. VERSION, FILES and MORE are written in front when it is served.
/* global VERSION, FILES, MORE */

const PAGE = new URL(self.registration.scope).pathname;
const OURS = `cypp ${PAGE} `;
const CACHE = OURS + VERSION;
const LASTING = /[0-9a-f]{12}/;
const kept = new Set([...FILES, ...MORE]);
let filling = null;

async function keep(cache, path) {
  // an address with a hash in it never changes: any copy will do, that of an older version or the browser's own
  const lasting = LASTING.test(path);
  const known = lasting && (await caches.match(path));
  if (known) return cache.put(path, known);
  const response = await fetch(path, { cache: lasting ? "default" : "no-cache", credentials: "omit", redirect: "error" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  // a page from before or after this version would ask for files that we do not keep; so would a Wi-Fi's own page
  if (path === PAGE && !(await response.clone().text()).includes(VERSION)) throw new Error("the page is of another version");
  return cache.put(path, response);
}

/** Part of a recording: some browsers play nothing that they cannot ask for in parts. */
async function part(response, range) {
  const whole = await response.blob();
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range) || [];
  if (from === undefined) return new Response(whole, response);
  const end = Math.min(to ? Number(to) : Infinity, whole.size - 1);
  const headers = { "Content-Type": whole.type, "Content-Range": `bytes ${from}-${end}/${whole.size}` };
  return new Response(whole.slice(Number(from), end + 1), { status: 206, headers });
}

async function answer(request, path) {
  const response = await (await caches.open(CACHE)).match(path);
  if (!response) return fetch(request);
  const range = request.headers.get("Range");
  return range ? part(response, range) : response;
}

const older = (names) => names.filter((name) => name.startsWith(OURS) && name !== CACHE);

/** Take in the other languages and the recordings: only a tablet that staff have paired needs them. */
async function fillUp() {
  const cache = await caches.open(CACHE);
  await Promise.all(MORE.map(async (path) => (await cache.match(path)) || keep(cache, path)));
}

/** How many files are missing, after a moment of trying to get them. */
async function missing() {
  filling ||= fillUp().catch(() => null).finally(() => (filling = null));
  await Promise.race([filling, new Promise((done) => setTimeout(done, 2000))]);

  const cache = await caches.open(CACHE);
  const found = await Promise.all([...kept].map((path) => cache.match(path)));
  return found.filter((response) => !response).length;
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then(async (cache) => {
      // where an older version is at work, the new one must be able to do all it did
      const wanted = older(await caches.keys()).length ? kept : FILES;
      await Promise.all([...wanted].map((path) => keep(cache, path)));
    }),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(older(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/api/")) return;
  if (kept.has(pathname)) event.respondWith(answer(request, pathname));
});

self.addEventListener("message", (event) => {
  if (event.data === "apply") self.skipWaiting();
  if (event.data === "check") event.waitUntil(missing().then((lacking) => event.ports[0].postMessage({ version: VERSION, lacking })));
});

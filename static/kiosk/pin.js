// The staff's PIN, checked without a network against the hash that came with pairing.

import { base64 } from "./seal.js";

const TRIES = 5;
const WAIT = 60_000;

async function hashed(pin, { salt, iterations }) {
  const { subtle } = crypto;
  const bytes = Uint8Array.from(atob(salt), (letter) => letter.charCodeAt(0));
  const key = await subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  return base64(await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes, iterations }, key, 256));
}

/** Until when nobody may try: a moment in milliseconds, or 0. Survives a reload. */
export async function waitUntil(store) {
  const { until = 0 } = (await store.get("pin")) || {};
  // a clock that was put back must not lock staff out for days
  return until > Date.now() && until - Date.now() < WAIT * 2 ** 10 ? until : 0;
}

/**
 * Try a PIN. After five wrong ones each further wrong one makes the next wait a minute, doubled every time.
 * @returns {Promise<boolean>}
 */
export async function tryPin({ store, sender }, pin) {
  if (await waitUntil(store)) return false;
  // counted before it is looked at: pulling the plug in between gives no free try
  const { wrong = 0 } = (await store.get("pin")) || {};
  const until = wrong + 1 < TRIES ? 0 : Date.now() + WAIT * 2 ** Math.min(wrong + 1 - TRIES, 9);
  await store.put("pin", { wrong: wrong + 1, until });
  const right = (await hashed(pin, sender.paired.pin)) === sender.paired.pin.hash;
  if (right) await store.put("pin", {});
  return right;
}

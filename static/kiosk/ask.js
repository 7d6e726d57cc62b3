// Asking the server, over whatever the hall calls a network.

const TIMEOUT = 15_000;
export const LONGEST_ASKED = 3_600_000;

/**
 * @typedef {Object} Reply what came back
 * @property {number} status 0 when nothing came: no network, too slow, sent elsewhere
 * @property {Object|null} json its body, if it truly was JSON: a Wi-Fi's own sign-in page is not
 * @property {number} wait milliseconds the server asks to be left alone
 */

/**
 * Ask the server. Never throws: no answer is a reply of status 0.
 * @returns {Promise<Reply>}
 */
export async function ask(address, token, body) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), TIMEOUT);
  try {
    const reply = await fetch(address, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
      credentials: "omit",
      redirect: "error",
      cache: "no-store",
      signal: late.signal,
    });
    const json = await reply.json().catch(() => null);
    return { status: reply.status, json: typeof json === "object" ? json : null, wait: asked(reply.headers) };
  } catch {
    return { status: 0, json: null, wait: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/** Read Retry-After, in seconds or as a date; at most an hour, whoever wrote it. */
function asked(headers) {
  const said = headers.get("Retry-After");
  if (!said) return 0;
  const wait = Number.isNaN(Number(said)) ? Date.parse(said) - Date.now() : said * 1000;
  return Math.min(Math.max(wait, 0) || 0, LONGEST_ASKED);
}

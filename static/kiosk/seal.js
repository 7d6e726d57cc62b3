// Answers that wait on the tablet are sealed to the event's key: what is kept there, only the server can read.

const ALGORITHM = { name: "RSA-OAEP", hash: "SHA-256" };

/** Bytes as standard base64. */
export const base64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));

/**
 * Seal fields under a new AES-256-GCM key, which is wrapped to the event's. The id is bound in: nobody can swap contents.
 * @param {JsonWebKey} jwk public RSA key of the event
 * @param {string} id of the record
 * @param {Object} fields
 * @returns {Promise<{key: string, iv: string, data: string}>} in standard base64
 */
export async function seal(jwk, id, fields) {
  const text = new TextEncoder();
  const { subtle } = crypto;
  const lock = await subtle.importKey("jwk", jwk, ALGORITHM, false, ["encrypt"]);
  const key = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: text.encode(id) };
  const data = await subtle.encrypt(how, key, text.encode(JSON.stringify(fields)));
  const wrapped = await subtle.encrypt(ALGORITHM, lock, await subtle.exportKey("raw", key));
  return { key: base64(wrapped), iv: base64(iv), data: base64(data) };
}

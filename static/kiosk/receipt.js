// The code with which somebody can have their answers taken out: made here, shown once; the tablet keeps and sends its SHA-256.

// as in collection/receipt_rules.py: no vowels, so that no code is a word; no letters that look alike
const LETTERS = "BCDFGHJKMNPQRSTVWXYZ";
const LENGTH = 10;

/** Return a new code as people copy it ("BCDF GHJ KMN") and the digest of its letters. */
export async function newCode() {
  let code = "";
  while (code.length < LENGTH) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    // 240 is the last whole number of alphabets in a byte, so that each letter is as likely as another
    if (byte < 240) code += LETTERS[byte % LETTERS.length];
  }
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code)));
  const digest = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { shown: `${code.slice(0, 4)} ${code.slice(4, 7)} ${code.slice(7)}`, digest };
}

// Without i, l, o, u: hard to misread, hard to spell something.
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** `length` characters of 5 random bits each, from the platform's own source: nothing is drawn from Math.random. */
export function randomId(length: number): string {
  return Array.from(globalThis.crypto.getRandomValues(new Uint8Array(length)), (byte) => LETTERS[byte & 31]).join('');
}

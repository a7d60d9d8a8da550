/**
 * What a careful developer writes who wants the text and no library: no event is split, no JSON is parsed. In JSON a
 * quote within a string has a backslash before it, so that KEY stands nowhere but before the text.
 */
const KEY = '"content":"';
const QUOTE = 34;
const BACKSLASH = 92;

export class HandWrittenScan {
  #decoder = new TextDecoder();
  /** What may be the beginning of a text. */
  #carry = '';

  /** @param {Uint8Array} bytes @returns {string} the text that they completed */
  feed(bytes) {
    const body = this.#carry + this.#decoder.decode(bytes, { stream: true });
    let text = '';
    let at = 0;
    for (;;) {
      const key = body.indexOf(KEY, at);
      if (key === -1) {
        this.#carry = body.slice(Math.max(at, body.length - KEY.length + 1));
        return text;
      }
      const begin = key + KEY.length;
      // Most tokens are a few characters long: looking at each is faster than two searches.
      let end = begin;
      let escaped = false;
      let unit = body.charCodeAt(end);
      while (unit !== QUOTE && end < body.length) {
        if (unit === BACKSLASH) {
          escaped = true;
          end += 1;
        }
        end += 1;
        unit = body.charCodeAt(end);
      }
      if (end >= body.length) {
        this.#carry = body.slice(key);
        return text;
      }
      text += escaped ? JSON.parse(body.slice(begin - 1, end + 1)) : body.slice(begin, end);
      at = end + 1;
    }
  }
}

/** @type {import('./contract.js').Decoder} */
export const handWritten = {
  decode(chunks) {
    const scan = new HandWrittenScan();
    let text = '';
    for (const chunk of chunks) text += scan.feed(chunk);
    return text;
  },
};

/**
 * What a careful developer writes who wants the text and no library: no event is split, no JSON is parsed. In JSON a
 * quote within a string has a backslash before it, so that KEY stands nowhere but before the text.
 */
const KEY = '"content":"';
const QUOTE = 34;
const BACKSLASH = 92;

/** @type {import('./contract.js').Decoder} */
export const handWritten = {
  decode(chunks) {
    const decoder = new TextDecoder();
    let text = '';
    let carry = '';
    for (const chunk of chunks) {
      const body = carry + decoder.decode(chunk, { stream: true });
      let at = 0;
      for (;;) {
        const key = body.indexOf(KEY, at);
        if (key === -1) {
          carry = body.slice(Math.max(at, body.length - KEY.length + 1));
          break;
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
          carry = body.slice(key);
          break;
        }
        text += escaped ? JSON.parse(body.slice(begin - 1, end + 1)) : body.slice(begin, end);
        at = end + 1;
      }
    }
    return text;
  },
};

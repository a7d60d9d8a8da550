/**
 * Text out of linear memory.
 *
 * @module
 */

/** A decoder takes longer to set out than to work on a text as short as this. */
const SHORT_TEXT = 64;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * @param {Uint8Array} bytes UTF-8
 * @param {number} begin
 * @param {number} end
 */
export function textBetween(bytes, begin, end) {
  if (end - begin > SHORT_TEXT) return decoder.decode(bytes.subarray(begin, end));
  let text = '';
  for (let at = begin; at < end; at += 1) {
    if (bytes[at] > 127) return decoder.decode(bytes.subarray(begin, end));
    text += String.fromCharCode(bytes[at]);
  }
  return text;
}

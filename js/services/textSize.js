/**
 * What a text takes as bytes, without making them. REQUIRES: no surrogate in it stands alone, as in what was decoded.
 *
 * @module
 */

/** @param {string} text @returns {number} bytes as UTF-8 */
export function utf8Size(text) {
  let size = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) size += extraBytes(unit);
  }
  return size;
}

/** @param {string} text @returns {number} bytes that it takes at the most in a JSON string, without its quotes */
export function jsonSize(text) {
  let size = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) size += extraBytes(unit);
    else if (unit === 0x22 || unit === 0x5c) size += 1;
    else if (unit < 0x20) size += 5;
  }
  return size;
}

/** Beyond one for each UTF-16 unit. A pair of surrogates takes four bytes. @param {number} unit */
function extraBytes(unit) {
  if (unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff)) return 1;
  return 2;
}

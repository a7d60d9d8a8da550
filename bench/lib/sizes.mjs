/** What files weigh on the wire. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * Sizes in bytes: as they are, and as a server would send them (gzip -9, brotli -11), each file by itself.
 * @param {readonly string[]} files
 * @returns {{raw: number, gzip: number, brotli: number}}
 */
export function sizesOf(files) {
  const sizes = { raw: 0, gzip: 0, brotli: 0 };
  for (const file of files) {
    const bytes = readFileSync(file);
    const best = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    sizes.raw += bytes.length;
    sizes.gzip += gzipSync(bytes, { level: 9 }).length;
    sizes.brotli += brotliCompressSync(bytes, { params: best }).length;
  }
  return sizes;
}

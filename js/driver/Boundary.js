import { HoldfastError } from '../HoldfastError.js';

/** @typedef {import('./loader.js').HoldfastModule} HoldfastModule */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The crossing into linear memory and back: bytes in, bytes out. */
export class Boundary {
  /** @param {HoldfastModule} module */
  constructor(module) {
    this.module = module;
  }

  /**
   * Puts bytes where the next call finds them.
   * @param {Uint8Array} bytes
   * @returns {number} their number
   */
  put(bytes) {
    const at = this.module.inputAt(bytes.length);
    this.module.HEAPU8.set(bytes, at);
    return bytes.length;
  }

  /** @param {unknown} value */
  putJson(value) {
    return this.put(encoder.encode(JSON.stringify(value)));
  }

  /** What the last call left, valid until the next one. */
  output() {
    const at = this.module.outputAt();
    return this.module.HEAPU8.subarray(at, at + this.module.outputSize());
  }

  /** The error that the last call left in the output. */
  takeError() {
    const [code, field, ...detail] = decoder.decode(this.output()).split('\n');
    return new HoldfastError(code, detail.join('\n'), field ? { field } : {});
  }
}

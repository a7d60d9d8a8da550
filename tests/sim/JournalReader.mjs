/** Takes the fields of a journal (Journal.h tells its bytes) off its front. */

/** What begins each entry. */
export const MARK = { life: 0, opened: 1, handed: 2, died: 3, end: 4 };

export class JournalReader {
  #bytes;
  #at = 0;

  /** @param {Buffer} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  get isDone() {
    return this.#at === this.#bytes.length;
  }

  u8() {
    return this.#bytes.readUInt8(this.#skip(1));
  }

  u32() {
    return this.#bytes.readUInt32LE(this.#skip(4));
  }

  u64() {
    return this.#bytes.readBigUInt64LE(this.#skip(8));
  }

  varint() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.u8();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  block() {
    const size = this.varint();
    const at = this.#skip(size);
    return this.#bytes.subarray(at, at + size);
  }

  /** @param {number} size */
  #skip(size) {
    const at = this.#at;
    this.#at += size;
    return at;
  }
}

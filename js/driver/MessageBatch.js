const encoder = new TextEncoder();

/** So many UTF-16 units cross at once: room for three times as many bytes is made in linear memory. */
const MAX_UNITS = 64 * 1024;

/** What a unit takes at the most as UTF-8, and what a size takes. */
const MAX_BYTES_PER_UNIT = 3;
const SIZE_BYTES = 4;

/**
 * Messages that were queued one after the other and have not crossed over yet, as src/codec/QueuedMessages.h wants
 * them. They are written straight into linear memory, all at once.
 */
export class MessageBatch {
  /** @type {string[]} */
  #texts = [];
  #units = 0;

  get isEmpty() {
    return this.#texts.length === 0;
  }

  get isFull() {
    return this.#units >= MAX_UNITS;
  }

  /**
   * @param {string} conversationId
   * @param {import('../types.js').ChatMessage} message
   * @param {string} members its further members, as they stand in its JSON text
   */
  add(conversationId, { id, role, createdAt, content }, members) {
    const text = `${conversationId}\n${id}\n${role}\n${createdAt}\n${members}\n${content}`;
    this.#texts.push(text);
    this.#units += text.length;
  }

  /**
   * Writes all of them where the module's next call finds them, and forgets them.
   *
   * @param {import('./loader.js').HoldfastModule} module
   * @returns {number} bytes
   */
  moveTo(module) {
    const texts = this.#texts;
    const units = this.#units;
    const headBytes = (texts.length + 1) * SIZE_BYTES;
    const at = module.inputAt(headBytes + units * MAX_BYTES_PER_UNIT);
    const { buffer } = module.HEAPU8;
    const head = new DataView(buffer, at, headBytes);
    head.setUint32(0, texts.length, true);
    const room = new Uint8Array(buffer, at + headBytes, units * MAX_BYTES_PER_UNIT);
    // Where every character takes one byte, their sizes are known without encoding them one by one.
    let { written } = encoder.encodeInto(texts.join(''), room);
    const isAscii = written === units;
    if (!isAscii) written = 0;
    texts.forEach((text, i) => {
      const size = isAscii ? text.length : encoder.encodeInto(text, room.subarray(written)).written;
      head.setUint32((i + 1) * SIZE_BYTES, size, true);
      if (!isAscii) written += size;
    });
    this.#texts = [];
    this.#units = 0;
    return headBytes + written;
  }
}

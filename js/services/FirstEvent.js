import { HoldfastError } from '../HoldfastError.js';

/** An event that is longer is none that is waited for. */
const MAX_BYTES = 65_536;

const END_OF_LINE = /\r\n|\n|\r/;
/** An empty line, and what ends the line before it. */
const END_OF_EVENT = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))/;

/** @typedef {{name: string, data: string}} NamedEvent */

/** Takes the first event out of a stream of server-sent events, and leaves what is behind it as it is. */
export class FirstEvent {
  #bytes = new Uint8Array(0);

  /**
   * @param {Uint8Array} bytes the next part of the body, cut anywhere
   * @returns {{event: NamedEvent, rest: Uint8Array} | undefined} undefined while it is not whole
   * @throws {HoldfastError} `malformed-answer`, where there is none for too long
   */
  feed(bytes) {
    this.#bytes = joined(this.#bytes, bytes);
    for (;;) {
      const block = this.#nextBlock();
      if (!block) return undefined;
      const data = fieldOf(block, 'data');
      if (data !== undefined)
        return { event: { name: fieldOf(block, 'event') ?? 'message', data }, rest: this.#bytes };
    }
  }

  /** @returns {string | undefined} the lines up to an empty one */
  #nextBlock() {
    // One character a byte: places in the text are places in the bytes.
    const found = END_OF_EVENT.exec(new TextDecoder('latin1').decode(this.#bytes));
    if (!found && this.#bytes.length > MAX_BYTES)
      throw new HoldfastError('malformed-answer', 'The backend sent no event where its first one belongs.');
    if (!found) return undefined;
    const block = new TextDecoder().decode(this.#bytes.subarray(0, found.index));
    this.#bytes = this.#bytes.slice(found.index + found[0].length);
    return block;
  }
}

/** @param {string} block @param {string} name @returns {string | undefined} its lines, where there are several */
function fieldOf(block, name) {
  const lines = block.split(END_OF_LINE).filter((line) => line.startsWith(`${name}:`));
  if (lines.length === 0) return undefined;
  return lines.map((line) => line.slice(name.length + 1).replace(/^ /, '')).join('\n');
}

/** @param {Uint8Array} first @param {Uint8Array} second */
function joined(first, second) {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** `POST /message/append` by the sequence rule of docs/protocol.md, in memory, for messages that are all acceptable. */

/** @typedef {{seq: number, id: string}} SentMessage */
/** @typedef {{conversationId: string, writer: string, messages: SentMessage[]}} AppendBody */

export class AppendLedger {
  /** The ids that were stored, in their order. @type {string[]} */
  stored = [];
  /** How often a message was told that was decided already. */
  duplicates = 0;
  /** @type {Map<string, string[]>} the ids that each writer has sent to each conversation, by seq - 1 */
  #decided = new Map();
  /** @type {Map<string, number>} */
  #positions = new Map();

  /**
   * @param {AppendBody} body
   * @returns {{status: number, answer: object}}
   */
  append({ conversationId, writer, messages }) {
    const key = `${conversationId} ${writer}`;
    const decided = this.#decided.get(key) ?? [];
    this.#decided.set(key, decided);
    const results = [];
    for (const { seq, id } of messages) {
      if (seq > decided.length + 1) return refusal('sequence-gap', decided.length + 1, seq);
      if (seq <= decided.length && decided[seq - 1] !== id) return refusal('sequence-conflict', seq, seq);
      decided[seq - 1] = id;
      results.push({ seq, id, ...this.#store(id) });
    }
    return { status: 200, answer: { conversationId, writer, nextSeq: decided.length + 1, results } };
  }

  /** @param {string} id */
  #store(id) {
    const known = this.#positions.get(id);
    if (known !== undefined) {
      this.duplicates += 1;
      return { status: 'duplicate', position: known };
    }
    const position = this.stored.push(id);
    this.#positions.set(id, position);
    return { status: 'stored', position };
  }
}

/** @param {string} code @param {number} expected @param {number} received */
const refusal = (code, expected, received) => ({
  status: 409,
  answer: { type: `urn:holdfast:problem:${code}`, code, title: code, status: 409, expected, received },
});

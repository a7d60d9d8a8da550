/**
 * The store of checkpoints, in memory, as js/effects/log/AnswerStore.js has it in IndexedDB: it outlives the pages of a
 * test. What really writes is tested in browsers.
 */
export class MemoryAnswers {
  /** @type {Map<string, {head: any, pieces: Map<number, string>}>} */
  #kept = new Map();
  /** The heads that were written, in order. @type {any[]} */
  written = [];
  /** Called before each call; may throw or wait, as a storage does that fails or hangs. */
  fault = () => undefined;

  async put(head, pieces, { isNew }) {
    await this.fault();
    const present = this.#kept.get(head.id);
    if (!isNew && !present) return 'missing';
    if (!isNew && present.head.owner !== head.owner) return 'lost';
    const record = present ?? { head, pieces: new Map() };
    record.head = structuredClone(head);
    for (const { place, text } of pieces) record.pieces.set(place, text);
    this.#kept.set(head.id, record);
    this.written.push(record.head);
    return 'kept';
  }

  async heads() {
    await this.fault();
    return [...this.#kept.values()].map(({ head }) => structuredClone(head));
  }

  async claim(id, owner, now, mayBe) {
    await this.fault();
    const record = this.#kept.get(id);
    if (!record || !mayBe(record.head)) return undefined;
    record.head = { ...record.head, owner, updatedAt: now };
    const { head, pieces } = record;
    const texts = (from, count) => Array.from({ length: count }, (_, i) => pieces.get(from + i)).join('');
    return {
      head: structuredClone(head),
      request: texts(1, head.requestPieces),
      content: texts(1 + head.requestPieces, head.contentPieces) + head.tail,
    };
  }

  async remove(id, owner) {
    await this.fault();
    if (this.#kept.get(id)?.head.owner === owner) this.#kept.delete(id);
  }

  /** What is kept now, without waiting. */
  get all() {
    return [...this.#kept.values()].map(({ head }) => head);
  }
}

/** Web Locks of one browser profile, as js/effects/lead/AnswerLocks.js asks for them. */
export class MemoryLocks {
  /** @type {Map<string, object>} */
  #held = new Map();

  /** @param {object} page whose locks are let go when it dies */
  of(page) {
    return {
      take: async (id) => {
        if (this.#held.has(id)) return undefined;
        this.#held.set(id, page);
        return () => {
          if (this.#held.get(id) === page) this.#held.delete(id);
        };
      },
    };
  }

  /** @param {object} page */
  release(page) {
    for (const [id, holder] of this.#held) if (holder === page) this.#held.delete(id);
  }

  get size() {
    return this.#held.size;
  }
}

/**
 * What is known of an answer beside its texts. It is at place 0 of its id; pieces of its request are at the places behind
 * that, and pieces of its content behind those.
 *
 * @typedef {object} AnswerHead
 * @property {string} id the id that the answer's message will have
 * @property {0} place
 * @property {string} conversationId
 * @property {string} [parentId] the message that it answers
 * @property {string} requestId
 * @property {string} createdAt RFC 3339
 * @property {number} updatedAt ms since the epoch; while its owner lives and there are no Web Locks, never long ago
 * @property {string} owner the page that streams it
 * @property {string} lastEventId what is kept of it goes up to this event; empty where the backend numbers nothing
 * @property {number} requestPieces how many places its request takes
 * @property {number} contentPieces how many places its content takes, but for the last of it
 * @property {string} tail the last of its content
 * @property {boolean} failed nothing of it could be had: only its request id is kept, for the next attempt
 */

/** @typedef {{id: string, place: number, text: string}} AnswerPiece */

/** @typedef {{head: AnswerHead, request: string, content: string}} KeptAnswer */

/** What came of a write: `missing`: it is not there any more; `lost`: another page has it. */
/** @typedef {'kept' | 'missing' | 'lost'} Kept */

/**
 * What has arrived of answers that stream. A value of more than 64 KB is a file of its own in Chromium, which fails by
 * itself: so texts are kept in pieces, and what was kept is not written again.
 */
export class AnswerStore {
  #connection;

  /** @param {import('./Connection.js').Connection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  /**
   * Writes the head and adds pieces, in one relaxed transaction.
   *
   * @param {AnswerHead} head
   * @param {AnswerPiece[]} pieces
   * @param {{isNew: boolean}} how of an answer that is not new, the head has to be there, and this owner's
   * @returns {Promise<Kept>}
   */
  put(head, pieces, { isNew }) {
    return this.#write(async (answers) => {
      const present = isNew ? head : await headOf(answers, head.id);
      if (!present) return 'missing';
      if (present.owner !== head.owner) return 'lost';
      answers.put(head).catch(ignore);
      for (const piece of pieces) answers.put(piece).catch(ignore);
      return 'kept';
    });
  }

  /** All that is kept, without the texts. @returns {Promise<AnswerHead[]>} */
  heads() {
    return this.#connection.use(async (database) => {
      const answers = database.transaction('answers').store;
      const keys = await answers.getAllKeys();
      const heads = keys.filter(([, place]) => place === 0).map(([id]) => headOf(answers, id));
      return (await Promise.all(heads)).filter((head) => head !== undefined);
    });
  }

  /**
   * Makes a page the owner of an answer, where it may be.
   *
   * @param {string} id
   * @param {string} owner
   * @param {number} now ms since the epoch
   * @param {(head: AnswerHead) => boolean} mayBe
   * @returns {Promise<KeptAnswer | undefined>}
   */
  claim(id, owner, now, mayBe) {
    return this.#write(async (answers) => {
      const [head, ...pieces] = await answers.getAll(placesOf(id));
      if (!isHead(head) || !mayBe(head)) return undefined;
      const claimed = { ...head, owner, updatedAt: now };
      answers.put(claimed).catch(ignore);
      const texts = pieces.map((piece) => (isHead(piece) ? '' : piece.text));
      const contentFrom = head.requestPieces;
      return {
        head: claimed,
        request: texts.slice(0, contentFrom).join(''),
        content: texts.slice(contentFrom, contentFrom + head.contentPieces).join('') + head.tail,
      };
    });
  }

  /** Forgets an answer, where it is this owner's. @param {string} id @param {string} owner */
  remove(id, owner) {
    return this.#write(async (answers) => {
      if ((await headOf(answers, id))?.owner === owner) answers.delete(placesOf(id)).catch(ignore);
    });
  }

  /**
   * @template Result
   * @param {(answers: import('idb').IDBPObjectStore<import('./database.js').Schema, ['answers'], 'answers', 'readwrite'>) =>
   *   Promise<Result>} work
   * @returns {Promise<Result>}
   */
  #write(work) {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction('answers', 'readwrite', { durability: 'relaxed' });
      const [result] = await Promise.all([work(transaction.store), transaction.done]);
      return result;
    });
  }
}

/**
 * @param {{get(key: [string, number]): Promise<AnswerHead | AnswerPiece | undefined>}} answers
 * @param {string} id
 */
async function headOf(answers, id) {
  const head = await answers.get([id, 0]);
  return isHead(head) ? head : undefined;
}

/** @param {AnswerHead | AnswerPiece | undefined} record @returns {record is AnswerHead} */
function isHead(record) {
  return record?.place === 0;
}

/** @param {string} id */
function placesOf(id) {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

/** The transaction tells. */
function ignore() {}

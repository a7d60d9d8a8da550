import { HoldfastError } from '../HoldfastError.js';

/** @typedef {import('../types.js').ThreadMessage} ThreadMessage */

/**
 * A message and what came of it.
 * @template {ThreadMessage} Message
 */
class Place {
  /** What it answers, or what it follows; undefined for the beginning. @type {Place<Message> | undefined} */
  parent;
  /** In the order in which they are stored. @type {Place<Message>[]} */
  answers = [];
  /** What was said next, in the order in which it is stored. @type {Place<Message>[]} */
  followers = [];
  /** Of its answers, the newest that is stored before what is looked at just now. @type {Place<Message> | undefined} */
  newestAnswer;

  /**
   * @param {Message | undefined} message undefined for the beginning
   * @param {number} index its place in the order in which messages are stored
   */
  constructor(message, index) {
    this.message = message;
    this.index = index;
  }
}

/**
 * The branches of a conversation, by the rule of threads (docs/architecture.md). Where a message says what it answers or
 * follows, that is so if it was said before it; this leaves no circles, and every message has its place.
 *
 * Everything here is linear in the number of messages, and nothing goes deeper with them.
 *
 * @template {ThreadMessage} Message
 */
export class MessageTree {
  #beginning = /** @type {Place<Message>} */ (new Place(undefined, -1));
  /** @type {Map<string, Place<Message>>} */
  #places = new Map();
  /** Answers, each with the turn that it answers. @type {Map<Place<Message>, Place<Message>>} */
  #turnsAnswered = new Map();
  #conversationId;

  /**
   * @param {Iterable<Message>} messages in the order in which they are stored; those that are queued behind them
   * @param {string} conversationId
   */
  constructor(messages, conversationId) {
    this.#conversationId = conversationId;
    for (const message of messages) {
      if (!this.#places.has(message.id)) this.#places.set(message.id, new Place(message, this.#places.size));
    }
    for (const place of this.#places.values()) this.#findQuestion(place);
    this.#join();
  }

  /**
   * @param {ReadonlySet<string>} choices ids of alternatives; elsewhere the newest is shown
   * @returns {import('../types.js').ThreadEntry<Message>[]}
   */
  thread(choices) {
    const shown = [];
    let place = this.#beginning;
    /** What is said when the answers are through. */
    let next = [place.followers];
    for (;;) {
      const isAnswered = place.answers.length > 0;
      const alternatives = isAnswered ? place.answers : inOrder(next);
      if (alternatives.length === 0) return shown;
      place = alternatives.findLast(({ message }) => choices.has(idOf(message))) ?? last(alternatives);
      if (!isAnswered) next = [];
      next.push(place.followers);
      const ids = alternatives.map(({ message }) => idOf(message));
      shown.push({ message: messageOf(place), alternatives: ids, follows: this.#parentId(place) });
    }
  }

  /**
   * @param {string} id
   * @returns {Message[]} from the first message to this one; where answers are not told apart by what follows, the
   *   newest
   */
  pathTo(id) {
    const path = [];
    for (let place = this.#find(id); place !== this.#beginning; place = this.#before(place))
      path.push(messageOf(place));
    return path.reverse();
  }

  /** @param {string} id @returns {string} the `parentId` of a message beside it */
  follows(id) {
    return this.#parentId(this.#find(id));
  }

  /** @param {string} id */
  get(id) {
    return this.#places.get(id)?.message;
  }

  /**
   * @param {string} id of a message, or of an answer to it
   * @returns {string | undefined} the id of the question; undefined where it is an answer to nothing that is known
   */
  questionOf(id) {
    const place = this.#find(id);
    const turn = messageOf(this.#turnsAnswered.get(place) ?? place);
    return turn.role === 'assistant' ? undefined : turn.id;
  }

  /** The newest question of the newest branch. @returns {string | undefined} */
  newestQuestion() {
    return this.thread(new Set()).findLast(({ message }) => message.role !== 'assistant')?.message.id;
  }

  /** Whether one turn is the other, or was said behind it. @param {string} laterId @param {string} id */
  isBehind(laterId, id) {
    const place = this.#find(id);
    let later = this.#find(laterId);
    while (later.index > place.index) {
      const before = /** @type {Place<Message>} */ (later.parent);
      later = this.#turnsAnswered.get(before) ?? before;
    }
    return later === place;
  }

  /** @param {Place<Message>} place */
  #findQuestion(place) {
    const { role, parentId } = messageOf(place);
    const parent = parentId === undefined ? undefined : this.#places.get(parentId);
    if (role !== 'assistant' || !parent) return;
    const isTurn = parent.message?.role !== 'assistant';
    if (isTurn || parent.index < place.index)
      this.#turnsAnswered.set(place, this.#turnsAnswered.get(parent) ?? parent);
  }

  /** Hangs each message under what it answers or follows. */
  #join() {
    let turnBefore = this.#beginning;
    for (const place of this.#places.values()) {
      if (this.#turnsAnswered.has(place)) {
        const asked = this.#find(/** @type {string} */ (place.message?.parentId));
        place.parent = asked;
        asked.answers.push(place);
        asked.newestAnswer = place;
        continue;
      }
      place.parent = this.#branchedFrom(place) ?? turnBefore.newestAnswer ?? turnBefore;
      place.parent.followers.push(place);
      turnBefore = place;
    }
  }

  /** @param {Place<Message>} place a turn @returns {Place<Message> | undefined} undefined where it names nothing before it */
  #branchedFrom(place) {
    const { parentId } = messageOf(place);
    if (parentId === undefined) return undefined;
    if (parentId === this.#conversationId) return this.#beginning;
    const parent = this.#places.get(parentId);
    if (!parent) return undefined;
    const turn = this.#turnsAnswered.get(parent) ?? parent;
    return turn.index < place.index ? parent : undefined;
  }

  /** @param {Place<Message>} place */
  #before(place) {
    let before = /** @type {Place<Message>} */ (place.parent);
    if (this.#turnsAnswered.has(place)) return before;
    while (before.answers.length > 0) before = last(before.answers);
    return before;
  }

  /** @param {Place<Message>} place */
  #parentId({ parent }) {
    return parent?.message?.id ?? this.#conversationId;
  }

  /** @param {string} id */
  #find(id) {
    const place = this.#places.get(id);
    if (place) return place;
    throw new HoldfastError('unknown-message', `The conversation has no message with the id ${id}.`, {
      field: 'messageId',
    });
  }
}

/** @template {ThreadMessage} Message @param {Place<Message>[][]} lists each in order */
function inOrder(lists) {
  const filled = lists.filter(({ length }) => length > 0);
  return filled.length > 1 ? filled.flat().sort((a, b) => a.index - b.index) : (filled[0] ?? []);
}

/** @template {ThreadMessage} Message @param {Place<Message>} place REQUIRES: it is not the beginning @returns {Message} */
const messageOf = ({ message }) => /** @type {Message} */ (message);

/** @param {ThreadMessage | undefined} message */
const idOf = (message) => /** @type {ThreadMessage} */ (message).id;

/** @template Item @param {Item[]} items REQUIRES: not empty */
const last = (items) => items[items.length - 1];

import { isReachable } from '../isReachable.js';
import { ConversationEntries } from './ConversationEntries.js';
import { SnapshotStore, isSame } from './SnapshotStore.js';
import { ThreadView } from './ThreadView.js';

/** @typedef {import('../../types.js').Holdfast<any>} Holdfast */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./ConversationEntries.js').ConversationMessage<Metadata>} ConversationMessage
 */

/**
 * A conversation as a view shows it.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {object} ConversationSnapshot
 * @property {string} conversationId
 * @property {readonly ConversationMessage<Metadata>[]} messages the backend's, those on their way, and the answer that streams, in the
 *   order in which they are stored. A message is the same object while it has not changed.
 * @property {readonly import('./ThreadView.js').ThreadItem<Metadata>[]} thread those that are shown: of several answers to a question, or
 *   versions of a message, the one that was chosen, or the newest
 * @property {boolean} isAnswering whether an answer streams, or is being asked for
 * @property {{code: string, message: string} | null} failure why the last answer could not be had; `message` is a sentence for
 *   a person
 * @property {'loading' | 'device' | 'backend'} history what the messages are: `device`: the backend could not be read, and is
 *   asked again
 */

/** Several things that call for the backend's list make one request. Unit: milliseconds. */
const REFRESH_SOON_MS = 100;
/** A backend that cannot be read is asked again after this, and after twice as long each time. Unit: milliseconds. */
const ASK_AGAIN_MS = { least: 1_000, most: 30_000 };
const PAGE = 500;

/** @extends {SnapshotStore<Readonly<ConversationSnapshot>>} */
export class ConversationStore extends SnapshotStore {
  #holdfast;
  #id;
  #entries = new ConversationEntries();
  #thread;
  /** @type {ConversationSnapshot['failure']} */
  #failure = null;
  /** @type {ConversationSnapshot['history']} */
  #history = 'loading';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #askAgainMs = ASK_AGAIN_MS.least;
  /** @type {Promise<void> | undefined} */
  #refreshing;
  #isDue = false;
  #parked = 0;
  #isReachable = true;
  /** Whether the backend is known to have the conversation. */
  #isThere = false;

  /**
   * @param {Holdfast} holdfast
   * @param {string} id
   */
  constructor(holdfast, id) {
    super(emptyConversation(id));
    this.#holdfast = holdfast;
    this.#id = id;
    this.#thread = new ThreadView(id);
  }

  /**
   * Reads the log and the backend anew, as the store does by itself when it hears of something that it does not know.
   *
   * @returns {Promise<void>} when that is done; it never rejects: `history` says whether the backend was read
   */
  refresh = () => {
    this.#isDue = true;
    this.#refreshing ??= this.#refreshAll().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  };

  /**
   * As messages.sendMessage(). A conversation that the backend is not known to have is created first. The promise may be
   * ignored: what fails is told in `failure`.
   *
   * @param {string} content
   * @param {{signal?: AbortSignal}} [options]
   */
  send = (content, options) => this.#asks(this.#send(content, options));

  /**
   * As messages.regenerate(). The promise may be ignored: what fails is told in `failure`.
   *
   * @param {{signal?: AbortSignal, messageId?: string}} [options]
   */
  regenerate = (options) => this.#asks(this.#holdfast.messages.regenerate(this.#id, options));

  /**
   * As messages.editMessage(). The promise may be ignored: what fails is told in `failure`.
   *
   * @param {string} messageId
   * @param {string} content
   * @param {{signal?: AbortSignal}} [options]
   */
  edit = (messageId, content, options) => {
    const place = this.#thread.items(this.#entries.views()).find(({ message }) => message.id === messageId);
    const edited = { ...options, follows: place?.follows };
    return this.#asks(this.#holdfast.messages.editMessage(this.#id, messageId, content, edited));
  };

  /** Shows one of the alternatives of its place. @param {string} messageId */
  choose = (messageId) => {
    this.#thread.choose(messageId, this.#entries.views());
    this.changed();
  };

  /** Stops the answer that streams; what has arrived is kept. */
  stop = () => this.#holdfast.messages.stop(this.#id);

  /** @override */
  start() {
    const stops = [
      this.#holdfast.on('message', (event) => this.#hear(event)),
      this.#holdfast.on('status', (status) => this.#hearStatus(status)),
      this.#holdfast.on('conversation', ({ id }) => {
        if (id === this.#id) this.#isThere = true;
      }),
    ];
    const status = this.#holdfast.persistence.getQueueStatus();
    this.#parked = status.parked;
    this.#isReachable = isReachable(status);
    void this.refresh();
    return () => {
      for (const stop of stops) stop();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  /** @override @param {Readonly<ConversationSnapshot>} last */
  snapshot(last) {
    const messages = this.#entries.views();
    const snapshot = {
      conversationId: this.#id,
      messages,
      thread: this.#thread.items(messages),
      isAnswering: this.#entries.isStreaming || this.#streaming().length > 0,
      failure: this.#failure,
      history: this.#history,
    };
    return isSame(snapshot, last) ? last : Object.freeze(snapshot);
  }

  /** @param {import('../../types.js').MessageEvent} event */
  #hear(event) {
    if (event.conversationId !== this.#id) return;
    if (event.state === 'failed')
      this.#failure = Object.freeze({
        code: event.code ?? 'unexpected',
        message: event.error ?? 'The answer could not be had.',
      });
    else if (event.message) this.#failure = null;
    const wasThere = this.#entries.has(event.id);
    const isKnown = this.#entries.apply(event);
    if (!wasThere && event.message) this.#thread.show(event.id, this.#entries.views());
    if (!isKnown || (event.state === 'synced' && this.#entries.hasGap)) this.#refreshIn(REFRESH_SOON_MS);
    this.changed();
    // An answer is asked for, and done, a moment beside its events.
    if (event.state !== 'streaming') this.changesSoon();
  }

  /** @param {import('../../types.js').QueueStatus} status */
  #hearStatus(status) {
    const wasReachable = this.#isReachable;
    this.#isReachable = isReachable(status);
    const isBack = this.#isReachable && !wasReachable && this.#history === 'device';
    if (isBack || status.parked !== this.#parked) void this.refresh();
    this.#parked = status.parked;
    this.#entries.keepStreaming(this.#streaming());
    this.changed();
  }

  /** @returns {import('../../types.js').ChatMessage[]} */
  #streaming() {
    return this.#holdfast.messages
      .streaming()
      .filter(({ conversationId }) => conversationId === this.#id)
      .map(({ message }) => message);
  }

  /** @param {string} content @param {{signal?: AbortSignal}} [options] */
  async #send(content, options) {
    const { conversations, messages } = this.#holdfast;
    // To create one that is there changes nothing, and a message for one that is not there would be parked.
    if (!this.#isThere && content)
      await conversations.createConversation({ id: this.#id, firstMessage: content }, options);
    this.#isThere = true;
    const after = this.#thread.placeOfNext(this.#entries.views());
    return messages.sendMessage(content, this.#id, { ...options, after });
  }

  /** @template Answer @param {Promise<Answer>} answer */
  #asks(answer) {
    answer.catch(() => undefined);
    this.changesSoon();
    return answer;
  }

  async #refreshAll() {
    while (this.#isDue && this.isHeard) {
      this.#isDue = false;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      await this.#readLog();
      await this.#readBackend();
    }
  }

  async #readLog() {
    const { persistence } = this.#holdfast;
    const { mark } = this.#entries;
    try {
      const pending = await persistence.pending(this.#id);
      const parked = (await persistence.parked.list()).filter(
        ({ conversationId }) => conversationId === this.#id,
      );
      this.#entries.mergeLog({ pending, parked, streaming: this.#streaming() }, mark);
    } catch {
      // A log that cannot be read says nothing; the status tells why.
    }
    this.changed();
  }

  async #readBackend() {
    try {
      for (let after = this.#entries.knownUpTo; ;) {
        const { messages, next } = await this.#holdfast.conversations.getMessages(this.#id, {
          after,
          limit: PAGE,
        });
        this.#entries.mergeStored(messages);
        if (next === undefined || messages.length === 0) break;
        after = next;
      }
      this.#history = 'backend';
      this.#isThere = true;
      this.#askAgainMs = ASK_AGAIN_MS.least;
    } catch (error) {
      if (isNotThereYet(error)) {
        this.#isThere = false;
        this.#history = 'backend';
      } else this.#askAgain();
    }
    this.changed();
  }

  #askAgain() {
    this.#history = 'device';
    this.#refreshIn(this.#askAgainMs);
    this.#askAgainMs = Math.min(2 * this.#askAgainMs, ASK_AGAIN_MS.most);
  }

  /** @param {number} ms */
  #refreshIn(ms) {
    if (!this.isHeard) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.refresh();
    }, ms);
  }
}

/**
 * One of which nothing is known yet.
 *
 * @param {string} conversationId
 * @returns {Readonly<ConversationSnapshot>}
 */
export const emptyConversation = (conversationId) =>
  Object.freeze({
    conversationId,
    messages: Object.freeze([]),
    thread: Object.freeze([]),
    isAnswering: false,
    failure: null,
    history: /** @type {const} */ ('loading'),
  });

/** The creation of a conversation may be on its way, as its messages are. @param {unknown} error */
const isNotThereYet = (error) =>
  error instanceof Error && 'code' in error && error.code === 'conversation-not-found';

import { HoldfastError } from '../HoldfastError.js';
import { randomId } from '../driver/random.js';
import { AnswerQueue } from './AnswerQueue.js';
import { partsOfAnswer, textOf } from './AnswerStream.js';
import { LegacyRun, isLegacyOff } from './LegacyRun.js';
import { MessageTree } from './MessageTree.js';
import { notInLegacyMode } from './Mode.js';
import { checkId, completeMessage } from './messageInput.js';

/** @typedef {import('../types.js').ChatMessage} ChatMessage */
/** @typedef {import('../types.js').ChatConfiguration} ChatConfiguration */

/** @typedef {import('../types.js').ChatMessageInput & {content: string}} Question */

/**
 * The flow of a chat: the user's message is queued for saving, the answer streams beside it, and is queued
 * when it ends. In legacy mode one call of the old endpoint does all of it.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 */
export class MessageService {
  #stream;
  #answers;
  #persistence;
  #conversations;
  #history;
  #mode;
  #legacy;
  /** By conversation. @type {Map<string, AnswerQueue>} */
  #queues = new Map();

  /**
   * @param {object} parts
   * @param {import('./AnswerStream.js').StreamParts} parts.stream
   * @param {import('./Answers.js').Answers} parts.answers
   * @param {import('./PersistenceService.js').PersistenceService<any>} parts.persistence
   * @param {import('./ConversationService.js').ConversationService} parts.conversations
   * @param {import('./ConversationHistory.js').ConversationHistory} parts.history
   * @param {import('./Mode.js').Mode} parts.mode
   * @param {import('./LegacyRun.js').LegacyParts} parts.legacy
   */
  constructor({ stream, answers, persistence, conversations, history, mode, legacy }) {
    this.#stream = stream;
    this.#answers = answers;
    this.#persistence = persistence;
    this.#conversations = conversations;
    this.#history = history;
    this.#mode = mode;
    this.#legacy = legacy;
  }

  /**
   * Sends a person's message and has it answered. The message is queued before anything waits for the
   * network; only a new conversation is created first.
   *
   * While an answer streams, more messages may be sent: one answer follows for all of them that are on one branch.
   *
   * @param {string} content
   * @param {string} [conversationId] default: a new conversation
   * @param {{signal?: AbortSignal, after?: string}} [options] `signal`: an abort stops the answer; what has arrived of it
   *   is kept. `after`: the id of the last message that the person saw, or the conversation's id for a first message beside
   *   the first. Without it the message follows the newest message of a person, and hides nothing; so it is needed only
   *   where that is not in what the person saw, or where they saw a further answer to it that still streams
   * @returns {Promise<import('../types.js').SentMessage<Metadata>>} rejects when there is no answer; the message stays queued
   * @throws {HoldfastError} `invalid-message`, `invalid-after`, `missing-conversation-id`, and those of queueMessage(); in
   *   legacy mode, where nothing is queued, `not-in-legacy-mode` for `after`, `run-unanswered`, `earlier-messages-pending`
   *   and the backend's
   */
  async sendMessage(content, conversationId, { signal, after } = {}) {
    checkContent(content);
    if (after !== undefined) {
      checkId(conversationId, 'conversationId');
      checkId(after, 'after');
    }
    if (this.#mode.current === 'legacy') {
      if (after !== undefined) throw notInLegacyMode('No message can branch off');
      return this.#run(content, conversationId, signal);
    }
    const id = conversationId ?? (await this.#create(content, signal));
    return this.#send({ role: 'user', content, parentId: after }, id, signal);
  }

  /**
   * Has a message answered, also once more: the answers stand beside each other, and each is a submission of its own,
   * unless nothing came of the one before.
   *
   * While an answer streams, this waits for its end.
   *
   * @param {string} conversationId
   * @param {{signal?: AbortSignal, messageId?: string}} [options] `messageId`: the message, or an answer to it; default:
   *   the newest question of the newest branch
   * @returns {Promise<import('./QueuedMessage.js').QueuedMessage<Metadata>>} the answer, queued
   * @throws {HoldfastError} `unknown-message`; `no-question`, where there is nothing to be answered;
   *   `invalid-message-id`, `missing-conversation-id`, `invalid-conversation-id`; `backend-unreachable`;
   *   `not-in-legacy-mode`
   */
  async regenerate(conversationId, { signal, messageId } = {}) {
    if (this.#mode.current === 'legacy') throw notInLegacyMode('No answer can be regenerated');
    checkId(conversationId, 'conversationId');
    const queue = this.#queueOf(conversationId);
    if (messageId === undefined) return queue.ask({ signal });
    checkId(messageId, 'messageId');
    return queue.ask({ question: this.#questionOf(conversationId, messageId, signal), signal });
  }

  /**
   * Sends a message beside one that a person has sent, and has it answered. Both are kept, with all that followed each.
   *
   * @param {string} conversationId
   * @param {string} messageId
   * @param {string} content
   * @param {{signal?: AbortSignal, follows?: string}} [options] `signal` as with sendMessage(). `follows`: what the
   *   message follows, as threadOf() tells of it: then nothing is asked of the backend first, and the new message is
   *   queued at once, also offline
   * @returns {Promise<import('../types.js').SentMessage<Metadata>>} rejects when there is no answer; the message stays queued
   * @throws {HoldfastError} `invalid-message`, and those of queueMessage(); where `follows` is left out, `unknown-message`,
   *   `not-a-user-message` and `backend-unreachable`: nothing was queued then; `not-in-legacy-mode`
   */
  async editMessage(conversationId, messageId, content, { signal, follows } = {}) {
    if (this.#mode.current === 'legacy') throw notInLegacyMode('No message can be edited');
    checkContent(content);
    checkId(conversationId, 'conversationId');
    checkId(messageId, 'messageId');
    if (follows !== undefined) checkId(follows, 'follows');
    const parentId = follows ?? (await this.#followedBy(conversationId, messageId, signal));
    return this.#send({ role: 'user', content, parentId }, conversationId, signal);
  }

  /**
   * Stops the answer that streams in a conversation, also one that an earlier page began; what has arrived is kept.
   *
   * @param {string} conversationId
   */
  stop(conversationId) {
    this.#answers.stop(conversationId);
  }

  /** @returns {{conversationId: string, message: import('../types.js').ChatMessage<Metadata>}[]} the answers that stream here, as far as they have come */
  streaming() {
    return this.#answers.list();
  }

  /**
   * For the recovery: goes on with an answer whose page is gone. What is asked meanwhile follows it.
   *
   * @param {import('./Checkpoints.js').ClaimedAnswer} claimed
   */
  goOn(claimed) {
    this.#queueOf(claimed.head.conversationId).waitFor(this.#answers.goOn(claimed));
  }

  /**
   * Streams a completion. Nothing is written anywhere.
   *
   * @param {Pick<ChatMessage, 'role' | 'content'>[]} messages
   * @param {ChatConfiguration} [config]
   * @param {{signal?: AbortSignal}} [options]
   * @returns {AsyncIterableIterator<string>} text as it arrives, a piece for each piece of network; `return()` stops the
   *   request
   */
  streamCompletion(messages, config = {}, { signal } = {}) {
    return textOf(this.#stream, { body: requestBody(messages, config) }, { signal });
  }

  /**
   * As streamCompletion(), with all that an answer holds beside its text.
   *
   * @param {Pick<ChatMessage, 'role' | 'content'>[]} messages
   * @param {ChatConfiguration} [config]
   * @param {{signal?: AbortSignal}} [options]
   * @returns {AsyncIterableIterator<import('../types.js').StreamPart[]>} the parts in order, an array for each piece of
   *   network
   */
  streamParts(messages, config = {}, { signal } = {}) {
    return partsOfAnswer(this.#stream, { body: requestBody(messages, config) }, { signal });
  }

  /** @param {string} firstMessage @param {AbortSignal} [signal] */
  async #create(firstMessage, signal) {
    return (await this.#conversations.createConversation({ firstMessage }, { signal })).id;
  }

  /**
   * @param {Question} question
   * @param {string} conversationId
   * @param {AbortSignal} [signal]
   * @returns {Promise<import('../types.js').SentMessage<Metadata>>}
   */
  async #send(question, conversationId, signal) {
    const runs = this.#queues.get(conversationId)?.runs;
    if (runs) await runs;
    return this.#queueAndAsk(question, conversationId, signal);
  }

  /**
   * @param {Question} question
   * @param {string} conversationId
   * @param {AbortSignal} [signal]
   * @returns {Promise<import('../types.js').SentMessage<Metadata>>}
   */
  async #queueAndAsk(question, conversationId, signal) {
    const message = this.#persistence.queueMessage(question, conversationId);
    const answer = await this.#queueOf(conversationId).ask({ sent: message.message, signal });
    return { conversationId, message, answer };
  }

  /**
   * By the old endpoint; where there is none any more, by the new ones, from now on.
   *
   * @param {string} content
   * @param {string | undefined} conversationId
   * @param {AbortSignal} [signal]
   * @returns {Promise<import('../types.js').SentMessage<Metadata>>}
   */
  async #run(content, conversationId, signal) {
    if (conversationId !== undefined) checkId(conversationId, 'conversationId');
    const message = completeMessage({ role: 'user', content });
    const turn = conversationId === undefined ? undefined : this.#queueOf(conversationId).turns;
    const onConversation = (/** @type {string} */ id) => this.#queueOf(id).waitForRun(sent);
    const run = new LegacyRun(this.#legacy, message, { conversationId, turn, signal, onConversation });
    const sent = this.#answers.follow(run, run.perform());
    if (conversationId !== undefined) onConversation(conversationId);
    try {
      return await sent;
    } catch (error) {
      if (!isLegacyOff(error)) throw error;
    }
    this.#mode.legacyIsOff();
    return this.#queueAndAsk(message, conversationId ?? (await this.#create(content, signal)), signal);
  }

  /**
   * @param {string} conversationId
   * @param {string} messageId
   * @param {AbortSignal} [signal]
   */
  async #questionOf(conversationId, messageId, signal) {
    const id = (await this.#tree(conversationId, signal)).questionOf(messageId);
    if (id !== undefined) return id;
    throw new HoldfastError('no-question', 'This answers no message that is known.', { field: 'messageId' });
  }

  /**
   * @param {string} conversationId
   * @param {string} messageId
   * @param {AbortSignal} [signal]
   */
  async #followedBy(conversationId, messageId, signal) {
    const tree = await this.#tree(conversationId, signal);
    const follows = tree.follows(messageId);
    if (tree.get(messageId)?.role === 'user') return follows;
    throw new HoldfastError('not-a-user-message', 'Only what a person has sent can be edited.', {
      field: 'messageId',
    });
  }

  /** @param {string} conversationId @param {AbortSignal} [signal] */
  async #tree(conversationId, signal) {
    return new MessageTree(await this.#history.messages(conversationId, signal), conversationId);
  }

  /** @param {string} conversationId */
  #queueOf(conversationId) {
    const known = this.#queues.get(conversationId);
    if (known) return known;
    const queue = new AnswerQueue(conversationId, this.#answers, this.#history);
    this.#queues.set(conversationId, queue);
    return queue;
  }
}

/** @param {unknown} content */
function checkContent(content) {
  if (typeof content === 'string' && content !== '') return;
  throw new HoldfastError('invalid-message', "The message's content must be a string that is not empty.", {
    field: 'content',
  });
}

/**
 * @param {Pick<ChatMessage, 'role' | 'content'>[]} messages
 * @param {ChatConfiguration} config
 */
function requestBody(messages, config) {
  return JSON.stringify({ messages, config, requestId: randomId() });
}

/**
 * A transport for the AI SDK's `useChat`, which makes an app durable by one line:
 *
 * ```js
 * const transport = holdfastTransport(createHoldfast({ baseUrl: '/api' }));
 * const chat = useChat({ transport });
 * ```
 *
 * @module
 */
import { ChatLog } from './ai-sdk/ChatLog.js';
import { answerStream } from './ai-sdk/answerStream.js';

/** @typedef {import('../types.js').Holdfast<any>} Holdfast */
/** @typedef {import('../types.js').ChatConfiguration} ChatConfiguration */
/**
 * @template {import('ai').UIMessage} [Message=import('ai').UIMessage]
 * @typedef {import('ai').ChatTransport<Message>} ChatTransport
 */

/** An answer of a page that is gone is found by then. Unit: milliseconds. */
const RECOVERY_MS = 1_000;

/**
 * What a person writes goes through the outbox, under the id that the chat gives it, and so does each answer; the answer
 * streams from `POST /completion/generate`, is kept while it streams, and goes on after a reload (`useChat({ resume: true })`).
 * The chat's id is the conversation's, which is created with its first message.
 *
 * @template {import('ai').UIMessage} [Message=import('ai').UIMessage]
 * @param {Holdfast | Promise<Holdfast>} holdfast
 * @param {{config?: ChatConfiguration}} [options] `config` goes with every request for an answer; the chat's `body` is added
 * @returns {ChatTransport<Message>}
 */
export function holdfastTransport(holdfast, { config } = {}) {
  /** @type {Map<string, ChatLog>} */
  const logs = new Map();
  /** @param {Holdfast} made @param {string} chatId */
  const logOf = (made, chatId) => {
    const log = logs.get(chatId) ?? new ChatLog(made, chatId);
    logs.set(chatId, log);
    return log;
  };

  return {
    resumeStreamIsReplay: true,

    async sendMessages({ trigger, chatId, messageId, messages, body, abortSignal }) {
      const made = await holdfast;
      const log = logOf(made, chatId);
      if (trigger === 'submit-message') await log.submit(messages, { isAgain: messageId !== undefined });
      else log.branch();
      abortSignal?.throwIfAborted();
      const { id, queued } = made.answers.ask(chatId, log.dialogue(messages), {
        config: { ...config, ...body },
        signal: abortSignal,
        tellsReasoning: true,
      });
      return answerStream(made, id, queued);
    },

    async reconnectToStream({ chatId, abortSignal }) {
      const made = await holdfast;
      const id = await answerOf(made, chatId, abortSignal);
      if (id === undefined || abortSignal?.aborted) return null;
      abortSignal?.addEventListener('abort', () => made.messages.stop(chatId), { once: true });
      return answerStream(made, id);
    },

    close: () => logs.clear(),
  };
}

/**
 * The answer that streams in a conversation. One that a page left behind is found a moment after the start.
 *
 * @param {Holdfast} holdfast
 * @param {string} conversationId
 * @param {AbortSignal} [signal] ends the wait
 * @returns {Promise<string | undefined>} its id; undefined where none streams
 */
function answerOf(holdfast, conversationId, signal) {
  const streaming = () =>
    holdfast.messages.streaming().find((answer) => answer.conversationId === conversationId)?.message.id;
  return new Promise((resolve) => {
    const end = () => {
      unsubscribe();
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve(streaming());
    };
    const unsubscribe = holdfast.on('message', () => streaming() !== undefined && end());
    const timer = setTimeout(end, RECOVERY_MS);
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted || streaming() !== undefined) end();
  });
}

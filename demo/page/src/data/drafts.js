import { read, write } from './storage.js';

/** What was typed and not sent yet, per conversation; `new` is the draft of a conversation to come. */
export const drafts = {
  /** @param {string | null} conversationId */
  get: (conversationId) => read(`draft.${conversationId ?? 'new'}`, ''),

  /**
   * @param {string | null} conversationId
   * @param {string} text
   */
  set: (conversationId, text) => write(`draft.${conversationId ?? 'new'}`, text === '' ? null : text),
};

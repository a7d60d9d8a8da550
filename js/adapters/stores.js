/**
 * What views show, as stores that any framework can subscribe to: `import { conversationStore } from 'holdfast/stores'`.
 * docs/package.md has an example for Svelte and for Vue; `holdfast/react` has hooks.
 *
 * @module
 */
import { ConversationStore } from './stores/ConversationStore.js';
import { MessageStore } from './stores/MessageStore.js';
import { MessageWatch } from './stores/MessageWatch.js';
import { StatusStore } from './stores/StatusStore.js';

/** @typedef {import('../types.js').Holdfast<any>} Holdfast */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./stores/ConversationEntries.js').ConversationMessage<Metadata>} ConversationMessage
 */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./stores/ConversationStore.js').ConversationSnapshot<Metadata>} ConversationSnapshot
 */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./stores/ThreadView.js').ThreadItem<Metadata>} ThreadItem
 */
/** @typedef {import('./stores/MessageStore.js').MessageSnapshot} MessageSnapshot */
/** @typedef {import('./stores/StatusStore.js').StatusSnapshot} StatusSnapshot */
/**
 * @template Snapshot
 * @typedef {import('./stores/SnapshotStore.js').Store<Snapshot>} Store
 */

/**
 * A conversation, with what a person can do in it. The promises may be ignored: what fails is told in `failure`.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {Store<Readonly<ConversationSnapshot<Metadata>>> & {
 *   send: (content: string, options?: {signal?: AbortSignal}) => Promise<import('../types.js').SentMessage<Metadata>>,
 *   regenerate: (options?: {signal?: AbortSignal, messageId?: string}) => Promise<import('../types.js').QueuedMessage<Metadata>>,
 *   edit: (messageId: string, content: string, options?: {signal?: AbortSignal}) => Promise<import('../types.js').SentMessage<Metadata>>,
 *   choose: (messageId: string) => void,
 *   stop: () => void,
 *   refresh: () => Promise<void>,
 * }} Conversation `send`, `regenerate`, `edit` and `stop` as holdfast.messages has them, in the thread that is shown; `choose`
 *   shows another alternative; `refresh` reads log and backend anew, and never rejects
 */

/**
 * What was made of each Holdfast, while somebody has it.
 *
 * @typedef {{watch: MessageWatch, stores: Map<string, WeakRef<object>>, gone: FinalizationRegistry<string>}} Shared
 */

/** @type {WeakMap<Holdfast, Shared>} */
const shared = new WeakMap();

/** @param {Holdfast} holdfast @returns {Shared} */
function partsOf(holdfast) {
  const known = shared.get(holdfast);
  if (known) return known;
  /** @type {Shared['stores']} */
  const stores = new Map();
  const gone = new FinalizationRegistry((/** @type {string} */ key) => {
    if (stores.get(key)?.deref() === undefined) stores.delete(key);
  });
  const parts = { watch: new MessageWatch(holdfast), stores, gone };
  shared.set(holdfast, parts);
  return parts;
}

/**
 * One store for all who ask for the same.
 *
 * @template {object} Kind
 * @param {Holdfast} holdfast
 * @param {string} key
 * @param {() => Kind} make
 * @returns {Kind}
 */
function storeOf(holdfast, key, make) {
  const { stores, gone } = partsOf(holdfast);
  const known = /** @type {Kind | undefined} */ (stores.get(key)?.deref());
  if (known) return known;
  const store = make();
  stores.set(key, new WeakRef(store));
  gone.register(store, key);
  return store;
}

/**
 * A conversation: the messages of the backend, those of the outbox, and the answer that streams.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 * @param {import('../types.js').Holdfast<Metadata>} holdfast
 * @param {string} conversationId
 * @returns {Conversation<Metadata>}
 */
export const conversationStore = (holdfast, conversationId) =>
  storeOf(
    holdfast,
    `conversation ${conversationId}`,
    () => /** @type {Conversation<any>} */ (new ConversationStore(holdfast, conversationId)),
  );

/**
 * Where one message is.
 *
 * @param {Holdfast} holdfast
 * @param {string} messageId
 * @returns {Store<Readonly<MessageSnapshot>>}
 */
export const messageStore = (holdfast, messageId) =>
  storeOf(holdfast, `message ${messageId}`, () => new MessageStore(partsOf(holdfast).watch, messageId));

/**
 * How the outbox stands, as getQueueStatus() tells it.
 *
 * @param {Holdfast} holdfast
 * @returns {Store<StatusSnapshot>}
 */
export const statusStore = (holdfast) => storeOf(holdfast, 'status', () => new StatusStore(holdfast));

'use client';
/**
 * Hooks for React 19: `import { HoldfastProvider, useConversation } from 'holdfast/react'`. On the server, and until the
 * WebAssembly is loaded, they show an outbox and conversations that are empty.
 *
 * @module
 */
import {
  createContext,
  createElement,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { Lease } from './react/lease.js';
import { conversationStore, messageStore, statusStore } from './stores.js';
import { emptyConversation } from './stores/ConversationStore.js';
import { unknownMessage } from './stores/MessageStore.js';
import { noStatus } from './stores/StatusStore.js';

/** @typedef {import('../types.js').Holdfast<any>} Holdfast */
/** @typedef {import('../types.js').HoldfastOptions} HoldfastOptions */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./stores.js').ConversationMessage<Metadata>} ConversationMessage
 */
/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./stores.js').ConversationSnapshot<Metadata>} ConversationSnapshot
 */
/** @typedef {import('./stores.js').MessageSnapshot} MessageSnapshot */
/** @typedef {import('./stores.js').StatusSnapshot} StatusSnapshot */
/**
 * @template Snapshot
 * @typedef {import('./stores.js').Store<Snapshot>} Store
 */

/** undefined: there is no provider; null: it has none yet. */
const HoldfastContext = /* @__PURE__ */ createContext(/** @type {Holdfast | null | undefined} */ (undefined));

/**
 * Gives a Holdfast to all that is below it.
 *
 * @param {object} props
 * @param {Holdfast | HoldfastOptions | null} props.value a Holdfast, which stays the caller's to close; or the options of one
 *   that is made when this is mounted and closed when it is unmounted: those of the first render count; or null while
 *   there is none
 * @param {import('react').ReactNode} [props.children]
 * @throws {Error} while rendering, where it cannot be made: an error boundary shows it
 */
export function HoldfastProvider({ value, children }) {
  const isGiven = value === null || isHoldfast(value);
  const own = useOwnHoldfast(isGiven ? null : value);
  return createElement(HoldfastContext, { value: isGiven ? value : own }, children);
}

/**
 * @returns {Holdfast | null} null on the server, and until it is made
 * @throws {Error} where there is no provider
 */
export function useHoldfast() {
  const holdfast = useContext(HoldfastContext);
  if (holdfast === undefined)
    throw new Error('The hooks of holdfast/react need a <HoldfastProvider> above them.');
  return holdfast;
}

/**
 * A conversation, with what a person can do in it.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 * @param {string} conversationId
 * @returns {Readonly<ConversationSnapshot<Metadata> & {isReady: boolean} & Actions>}
 */
export function useConversation(conversationId) {
  const holdfast = useHoldfast();
  const store = useMemo(
    () => holdfast && conversationStore(holdfast, conversationId),
    [holdfast, conversationId],
  );
  const none = useMemo(() => emptyConversation(conversationId), [conversationId]);
  const snapshot = useStore(store, none);
  const actions = useMemo(() => actionsOf(holdfast, store), [holdfast, store]);
  return useMemo(
    () => ({ ...snapshot, ...actions, isReady: holdfast !== null }),
    [snapshot, actions, holdfast],
  );
}

/**
 * Where one message is.
 *
 * @param {string} messageId
 * @returns {Readonly<MessageSnapshot>}
 */
export function useMessageState(messageId) {
  const holdfast = useHoldfast();
  const store = useMemo(() => holdfast && messageStore(holdfast, messageId), [holdfast, messageId]);
  const none = useMemo(() => unknownMessage(messageId), [messageId]);
  return useStore(store, none);
}

/**
 * How the outbox stands.
 *
 * @returns {StatusSnapshot}
 */
export function useQueueStatus() {
  const holdfast = useHoldfast();
  return useStore(holdfast && statusStore(holdfast), noStatus);
}

/**
 * The promises of `send` and `regenerate` may be ignored: what fails is told in `failure`. They reject with an Error where
 * `isReady` is false.
 *
 * @typedef {object} Actions
 * @property {(content: string, options?: {signal?: AbortSignal}) => Promise<import('../types.js').SentMessage>} send queues the
 *   message, and has it answered
 * @property {(options?: {signal?: AbortSignal, messageId?: string}) => Promise<import('../types.js').QueuedMessage>} regenerate has
 *   the last messages, or a certain one, answered again
 * @property {(messageId: string, content: string, options?: {signal?: AbortSignal}) => Promise<import('../types.js').SentMessage>} edit
 *   sends another message in the place of one, and has it answered
 * @property {(messageId: string) => void} choose shows another alternative in its place
 * @property {() => void} stop stops the answer that streams; what has arrived is kept
 * @property {() => Promise<void>} refresh reads log and backend anew; never rejects
 * @property {(messageId: string) => Promise<unknown>} retry queues a parked message again
 * @property {(messageId: string) => Promise<unknown>} discard gives a parked message up
 */

/**
 * @param {Holdfast | null} holdfast
 * @param {import('./stores.js').Conversation | null} store
 * @returns {Actions}
 */
function actionsOf(holdfast, store) {
  if (!holdfast || !store) return NO_ACTIONS;
  const { send, regenerate, edit, choose, stop, refresh } = store;
  const { parked } = holdfast.persistence;
  return {
    send,
    regenerate,
    edit,
    choose,
    stop,
    refresh,
    retry: (id) => parked.retry(id),
    discard: (id) => parked.discard(id),
  };
}

const nothing = async () => undefined;

/** @returns {Promise<never>} */
function notReady() {
  const answer = Promise.reject(new Error('Holdfast is still being loaded: `isReady` is false.'));
  answer.catch(nothing);
  return answer;
}

/** @type {Actions} */
const NO_ACTIONS = {
  send: notReady,
  regenerate: notReady,
  edit: notReady,
  choose() {},
  stop() {},
  refresh: nothing,
  retry: notReady,
  discard: notReady,
};

/** @param {Holdfast | HoldfastOptions} value @returns {value is Holdfast} */
const isHoldfast = (value) => 'persistence' in value && 'messages' in value;

const never = () => nothing;

/**
 * @template Snapshot
 * @param {Store<Snapshot> | null} store
 * @param {Snapshot} none what the server shows, and the page before it knows more
 * @returns {Snapshot}
 */
function useStore(store, none) {
  const noSnapshot = () => none;
  return useSyncExternalStore(store?.subscribe ?? never, store?.getSnapshot ?? noSnapshot, noSnapshot);
}

/** @type {{holdfast?: Holdfast, error?: unknown}} */
const NOTHING_MADE = {};

/** @param {HoldfastOptions | null} options */
function useOwnHoldfast(options) {
  const [lease] = useState(() => options && new Lease(options));
  const [made, setMade] = useState(NOTHING_MADE);
  useEffect(() => {
    if (!lease) return undefined;
    let isMounted = true;
    lease.take().then(
      (holdfast) => isMounted && setMade({ holdfast }),
      (error) => isMounted && setMade({ error }),
    );
    return () => {
      isMounted = false;
      setMade(NOTHING_MADE);
      lease.letGo();
    };
  }, [lease]);
  if (made.error) throw made.error;
  return made.holdfast ?? null;
}

import { CacheKeeper } from './CacheKeeper.js';
import { ConversationCache } from './ConversationCache.js';
import { ConversationLog } from './ConversationLog.js';
import { Emitter } from './Emitter.js';

const pageSize = 200;

/**
 * What the page knows: the conversations and their messages. It merges the cache, the backend, the
 * local log and live events, by message id, so that no source ever wipes what another has told.
 *
 * Events: `conversations` when the list or a marker in it changes; `thread` with the id of the
 * conversation whose messages changed; `answered` with an answer that has just ended.
 */
export class ChatStore {
  #cache = new ConversationCache();
  /** @type {Emitter<{conversations: null, thread: string, answered: {log: ConversationLog, entry: import('./types.js').Entry}}>} */
  #events = new Emitter();
  /** @type {Map<string, ConversationLog>} */
  #logs = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #refreshes = new Map();
  #keeper = new CacheKeeper(this.#cache, (id) => this.log(id).stored());

  /** @param {import('holdfast').Holdfast} holdfast */
  constructor(holdfast) {
    this.holdfast = holdfast;
    this.conversations = this.#cache.titles();
    this.on = this.#events.on.bind(this.#events);
    holdfast.on('message', (event) => this.#apply(event));
    holdfast.on('parked', () => void this.#loadParked());
    holdfast.on('conversation', (conversation) => this.#rename(conversation));
  }

  /** Reads what the local log holds, and asks the backend for the list of conversations. */
  async start() {
    await this.#loadPending();
    await this.#loadParked();
    await this.refreshConversations();
  }

  /** @param {string} id */
  log(id) {
    let log = this.#logs.get(id);
    if (!log) {
      log = new ConversationLog(id);
      log.mergeStored(this.#cache.messages(id));
      this.#logs.set(id, log);
    }
    return log;
  }

  /** What is known of a conversation already, if anything is. @param {string} id */
  peek(id) {
    return this.#logs.get(id);
  }

  /** @param {string} id */
  title(id) {
    return this.conversations.find((conversation) => conversation.id === id)?.title;
  }

  /** @param {import('./types.js').Conversation} conversation */
  remember(conversation) {
    const others = this.conversations.filter(({ id }) => id !== conversation.id);
    this.#setConversations([conversation, ...others]);
  }

  async refreshConversations() {
    try {
      const { conversations } = await this.holdfast.conversations.listConversations({ limit: 100 });
      const listed = new Set(conversations.map(({ id }) => id));
      const unlisted = this.conversations.filter(
        ({ id }) => !listed.has(id) && (this.peek(id)?.waiting ?? 0) > 0,
      );
      this.#setConversations([...unlisted, ...conversations]);
    } catch {
      // The cached list stands; the status bar says how the connection is.
    }
  }

  /**
   * Brings a conversation up to date; what is known already is shown meanwhile.
   * @param {string} id
   */
  async open(id) {
    const log = this.log(id);
    if (log.history === 'loading') return;
    log.history = 'loading';
    this.#changed(id);
    try {
      await this.#loadNewer(log);
      await this.#loadRoots(log);
      log.history = 'backend';
      if (!this.title(id)) this.remember(await this.holdfast.conversations.getConversation(id));
    } catch {
      log.history = 'device';
    }
    this.#changed(id);
  }

  /**
   * The messages before those that are known.
   * @param {string} id
   */
  async loadEarlier(id) {
    const log = this.log(id);
    const limit = Math.min(pageSize, log.firstPosition - 1);
    const after = log.firstPosition - 1 - limit;
    const { messages } = await this.holdfast.conversations.getMessages(id, { after, limit });
    log.mergeStored(messages);
    this.#changed(id);
  }

  /**
   * @param {string} id
   * @param {import('./types.js').Failure} failure
   */
  setFailure(id, failure) {
    this.log(id).failure = failure;
    this.#changed(id);
  }

  /**
   * Shows one of several alternatives.
   * @param {string} conversationId
   * @param {string} messageId
   * @param {string[]} alternatives
   */
  choose(conversationId, messageId, alternatives) {
    this.log(conversationId).branches.choose(messageId, alternatives);
    this.#changed(conversationId, false);
  }

  /** @param {string} id */
  clearFailure(id) {
    this.log(id).failure = null;
    this.#changed(id);
  }

  /**
   * @param {string} conversationId
   * @param {import('./types.js').Message} message
   */
  settle(conversationId, message) {
    this.log(conversationId).setMessage(message.id, message);
    this.#changed(conversationId);
  }

  /**
   * @param {string} conversationId
   * @param {string} messageId
   */
  forget(conversationId, messageId) {
    this.log(conversationId).remove(messageId);
    this.#changed(conversationId);
  }

  /** @param {string} id tells the views that something beside the messages changed */
  touch(id) {
    this.#changed(id);
  }

  /** @param {import('holdfast').MessageEvent} event */
  #apply(event) {
    const log = this.log(event.conversationId);
    const wasStreaming = log.get(event.id)?.state === 'streaming';
    if (!log.apply(event)) this.#refreshSoon(event.conversationId);
    const entry = log.get(event.id);
    if (entry && wasStreaming && entry.state !== 'streaming') this.#events.emit('answered', { log, entry });
    if (event.state === 'synced') {
      this.#keeper.changed(event.conversationId);
      if (log.hasGap) this.#refreshSoon(event.conversationId);
    }
    this.#changed(event.conversationId, event.state !== 'streaming');
  }

  /** @param {ConversationLog} log */
  async #loadNewer(log) {
    let after = log.knownUpTo;
    for (;;) {
      const page = await this.holdfast.conversations.getMessages(log.id, { after, limit: pageSize });
      log.mergeStored(page.messages);
      this.#keeper.changed(log.id);
      this.#changed(log.id);
      if (!page.next || page.messages.length === 0) return;
      after = page.messages[page.messages.length - 1].position;
    }
  }

  /** What branches go off from, however far back. @param {ConversationLog} log */
  async #loadRoots(log) {
    for (let first = Infinity; log.lacksRoots && log.firstPosition < first;) {
      first = log.firstPosition;
      await this.loadEarlier(log.id);
    }
  }

  async #loadPending() {
    try {
      const pending = await this.holdfast.persistence.pending();
      for (const [id, messages] of groupByConversation(pending)) {
        this.log(id).mergePending(messages);
        this.#changed(id);
      }
    } catch {
      // The storage is out of reach: the status bar says so.
    }
  }

  async #loadParked() {
    const parked = await this.holdfast.persistence.parked.list();
    for (const { id, conversationId, message, reason } of parked) {
      const log = this.log(conversationId);
      log.mergePending([{ message, state: 'parked', error: reason }]);
      log.apply({ conversationId, id, state: 'parked', error: reason });
      this.#changed(conversationId);
    }
  }

  /** The backend has made a title. @param {import('./types.js').Conversation} conversation */
  #rename(conversation) {
    if (!this.title(conversation.id)) return;
    this.#setConversations(
      this.conversations.map((one) => (one.id === conversation.id ? conversation : one)),
    );
  }

  /** @param {string} id */
  #refreshSoon(id) {
    if (this.#refreshes.has(id)) return;
    const refresh = async () => {
      this.#refreshes.delete(id);
      await this.#loadPending();
      await this.open(id);
    };
    this.#refreshes.set(
      id,
      setTimeout(() => void refresh(), 400),
    );
  }

  /** @param {import('./types.js').Conversation[]} conversations */
  #setConversations(conversations) {
    this.conversations = conversations;
    this.#cache.saveTitles(conversations);
    this.#events.emit('conversations', null);
  }

  /**
   * @param {string} id
   * @param {boolean} [marksTheList] whether the sidebar may look different
   */
  #changed(id, marksTheList = true) {
    this.#events.emit('thread', id);
    if (marksTheList) this.#events.emit('conversations', null);
  }
}

/** @param {import('holdfast').PendingMessage[]} pending */
function groupByConversation(pending) {
  /** @type {Map<string, import('holdfast').PendingMessage[]>} */
  const groups = new Map();
  for (const item of pending) {
    const group = groups.get(item.conversationId);
    if (group) group.push(item);
    else groups.set(item.conversationId, [item]);
  }
  return groups;
}

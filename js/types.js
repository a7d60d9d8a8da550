/**
 * The shapes of Holdfast's JavaScript interface. This file holds types alone; it has no code.
 *
 * @module
 */

/** @typedef {'system' | 'user' | 'assistant' | 'tool'} Role */

/**
 * How an answer ended; what a person wrote is always `complete`.
 * @typedef {'complete' | 'aborted' | 'interrupted'} MessageStatus
 */

/**
 * Where a message is on its way to the backend:
 * - `queued`: in memory, not yet in the local log
 * - `saved`: durable on this device
 * - `sending`: in a request that is under way
 * - `synced`: on the backend, once and in order
 * - `parked`: refused for good; kept here until the user retries or discards it
 * @typedef {'queued' | 'saved' | 'sending' | 'synced' | 'parked'} SyncState
 */

/**
 * A message as the caller hands it in. `Metadata` is what the app keeps beside the text, as createHoldfast() was told. `id` defaults to a fresh UUID and `createdAt` to now.
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {object} ChatMessageInput
 * @property {string} [id] 1 to 128 characters of `A-Z a-z 0-9 . _ : ~ @ + = -`
 * @property {Role} role
 * @property {string} content
 * @property {string} [createdAt] RFC 3339
 * @property {string} [parentId] the message that this one answers; or, where it is no answer, the one that it follows as
 *   a branch, and for a first message the conversation's id
 * @property {MessageStatus} [status] default `complete`
 * @property {Metadata} [metadata] any JSON object
 */

/**
 * A message with its identity settled.
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {ChatMessageInput<Metadata> & {id: string, createdAt: string}} ChatMessage
 */

/**
 * A message as the backend stores it. `position` counts from 1 in its conversation, without gaps.
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {ChatMessage<Metadata> & {position: number}} StoredMessage
 */

/** What threadOf() reads of a message. @typedef {Pick<ChatMessage, 'id' | 'role' | 'parentId'>} ThreadMessage */

/**
 * A message of the thread that is shown.
 * @template {ThreadMessage} [Message=ChatMessage]
 * @typedef {object} ThreadEntry
 * @property {Message} message
 * @property {string[]} alternatives the ids of the messages in this place, oldest first, its own among them
 * @property {string} follows the id of the message that it answers or follows, or of the conversation for a first one: the
 *   `follows` of editMessage()
 */

/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {import('./services/QueuedMessage.js').QueuedMessage<Metadata>} QueuedMessage
 */

/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {object} ParkedMessage
 * @property {string} id
 * @property {string} conversationId
 * @property {ChatMessage<Metadata>} message
 * @property {string} reason a sentence for a person
 * @property {string} code the backend's problem code
 */

/**
 * A message of the local log that the backend does not have yet.
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {object} PendingMessage
 * @property {string} conversationId
 * @property {ChatMessage<Metadata>} message
 * @property {SyncState} state
 */

/**
 * @typedef {object} QueueStatus
 * @property {number} pending messages not yet synced or parked: queued + saved + sending
 * @property {number} queued in memory, not yet in the local log
 * @property {number} saved durable here, waiting
 * @property {number} sending in a request that is under way
 * @property {number} parked
 * @property {boolean} unread true while the log holds messages, of earlier visits for example, that are not counted yet
 * @property {BreakerState} breaker
 * @property {boolean} online
 * @property {boolean} leader whether this tab is the one that sends
 * @property {null | 'user' | 'unauthorized'} paused
 * @property {'durable' | 'memory'} persistence
 * @property {number | null} nextAttemptAt when the next attempt is due, in ms since the epoch; null
 *   where nothing waits
 * @property {string | null} lastError the reason why the newest attempt failed; null after a success
 * @property {number | null} breakerSince when the breaker came into its state, in ms since the epoch; null where it
 *   never was in another
 * @property {number | null} breakerProbeAt when an open breaker lets a request through; null where it is not open
 */

/**
 * `isolated`: open until somebody resets it, which the outbox's own never is.
 * @typedef {'closed' | 'open' | 'half-open' | 'isolated'} BreakerState
 */

/**
 * The outbox's breaker changed. One that opens and closes again between two reports is not told.
 * @typedef {{from: BreakerState, to: BreakerState, at: number, until: number | null}} OutboxBreakerEvent `at` and `until`
 *   in ms since the epoch; `until`: when an open one probes
 */

/**
 * The specification's counters, since this page was loaded.
 * @typedef {object} PersistenceMetrics
 * @property {number} queuedMessages messages handed to queueMessage()
 * @property {number} successfulSyncs messages that the backend confirmed
 * @property {number} failedSyncs requests that failed
 * @property {number} retryAttempts requests that were tried again
 */

/**
 * `pending`: the backend could not be reached yet; its title is made when it can, and the event `conversation` tells.
 * @typedef {{id: string, title: string, createdAt: string, pending?: true}} Conversation
 */

/**
 * What was found in the local log and is no sound record.
 * @typedef {object} DamagedRecord
 * @property {unknown} key
 * @property {string} reason a sentence for a person
 * @property {number} at when it was found, in ms since the epoch
 * @property {unknown} record as it was found
 */

/** @typedef {Record<string, unknown>} ChatConfiguration */

/**
 * How the events of an answer are written:
 * - `openai`: `chat.completion.chunk`s, by OpenAI and all who write as it does
 * - `openai-responses`: OpenAI's Responses API
 * - `anthropic`: Anthropic's Messages API
 * - `ui-message`: the AI SDK's UI message stream, version 1
 * - `json-lines`: a JSON object a line, as Ollama writes them
 * - `event-text`: events whose data is the text itself
 * - `text`: the body is the text
 * - or any other JSON, by its paths
 * @typedef {'openai' | 'openai-responses' | 'anthropic' | 'ui-message' | 'json-lines' | 'event-text' | 'text'
 *   | StreamPaths} StreamFormat
 */

/**
 * Paths such as `choices[0].delta.content`; `[*]` stands for every element.
 * @typedef {object} StreamPaths
 * @property {'events' | 'lines'} framing server-sent events, or a JSON object a line
 * @property {string} text
 * @property {string} [reasoning]
 * @property {string} [finishReason]
 * @property {string} [error]
 */

/**
 * A part of an answer. `tool-input` is more of the arguments of the call of a tool: its first one has the call's `id` and
 * `name`; those of one call have the same `index`, or the same `id` where the stream numbers no calls.
 * @typedef {{type: 'text', text: string} | {type: 'reasoning', text: string} | {type: 'refusal', text: string}
 *   | {type: 'tool-input', index: number, id?: string, name?: string, text: string}
 *   | {type: 'finish', reason: string} | {type: 'usage', usage: Record<string, unknown>}} StreamPart
 */

/**
 * What came of `sendMessage()`. In legacy mode both are `synced`, under the ids of the backend, and `durable` rejects with
 * `not-in-legacy-mode`: nothing was kept on this device.
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {object} SentMessage
 * @property {string} conversationId
 * @property {QueuedMessage<Metadata>} message the user's message
 * @property {QueuedMessage<Metadata>} answer the assistant's message, queued; its `message.status` says how it ended
 */

/**
 * A message changed: it was queued, changed its sync state, or (an answer) grew while it streams.
 * `streaming` answers are not queued yet and have no sync state.
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {object} MessageEvent
 * @property {string} conversationId
 * @property {string} id
 * @property {SyncState | 'streaming' | 'failed'} state `failed`: the answer could not be had; nothing
 *   of it is kept, and `error` says why. In legacy mode a message of the user fails too, and an answer of which a part
 *   has streamed
 * @property {ChatMessage<Metadata>} [message] present when the message is first seen and while it streams
 * @property {string} [delta] the text that has arrived since the last event, while it streams; at most one event a frame
 * @property {string} [reasoning] what the model has thought since the last event, where answers.ask() was to tell it
 * @property {number} [position] the place on the backend, once synced
 * @property {string} [storedId] in legacy mode, with `synced`: the id under which the backend stored it, where that is
 *   another; so the message is called in all that is read from the backend
 * @property {string} [error] a sentence for a person, when parked or failed, and with the last of an answer that is
 *   interrupted
 * @property {string} [code] what went wrong, for programs, with `error`
 */

/** @typedef {{name: string, at: number, detail: Record<string, unknown>}} TraceEvent */

/**
 * By which way `sendMessage()` goes:
 * - `hybrid`: the message is saved through the local log, and the answer streams beside it
 * - `legacy`: one call of the backend's old endpoint saves both; nothing is kept here, or tried again
 * @typedef {'hybrid' | 'legacy'} ModeName
 */

/**
 * A mode; or `hybrid` for a share of all users, from 0 to 1, and `legacy` for the others. The same user has always the
 * same one, and keeps `hybrid` when the share grows.
 * @typedef {ModeName | {hybridShare: number, userId: string}} ModeOption
 */

/**
 * The mode has changed. `set`: by setMode(); `legacy-run-off`: the backend has no old endpoint any more.
 * @typedef {{mode: ModeName, reason: 'set' | 'legacy-run-off'}} ModeChange
 */

/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {object} HoldfastEvents
 * @property {QueueStatus} status
 * @property {MessageEvent<Metadata>} message
 * @property {ParkedMessage<Metadata>} parked
 * @property {Conversation} conversation one that was queued is created on the backend, with its title
 * @property {OutboxBreakerEvent} breaker
 * @property {PersistenceMetrics} metrics
 * @property {ModeChange} mode
 * @property {import('./HoldfastError.js').HoldfastError} error
 * @property {TraceEvent} trace
 */

/**
 * @typedef {object} HoldfastOptions
 * @property {string} baseUrl where the backend is, such as `https://example.com/api`, or `/` for the page's own origin
 * @property {string} [database] name of the IndexedDB database; default `holdfast`
 * @property {boolean} [persistStorage] ask the browser, with the first message, not to evict this site's data when
 *   the disk fills up; Firefox asks the user; default true
 * @property {boolean} [recoverAnswers] go on with answers whose page is gone; false where nobody looks at them, as in a
 *   worker: they are left to the pages; default true
 * @property {HeadersInit | (() => HeadersInit | Promise<HeadersInit>)} [headers] added to every request; a
 *   function is asked anew for each
 * @property {typeof fetch} [fetch] used instead of the global one
 * @property {import('./driver/loader.js').WasmSource} [wasm] where the WebAssembly comes from; default: the file beside the module
 * @property {{track(name: string, properties: object): void}} [analytics] default: `window.analytics`, if any
 * @property {RetryOptions} [retry]
 * @property {BreakerOptions} [breaker]
 * @property {BatchOptions} [batch]
 * @property {StreamOptions} [stream]
 * @property {ModeOption} [mode] default `hybrid`; docs/migration.md tells what the other is for
 * @property {Record<string, StatusRule>} [classification] what the outbox does with answers of these statuses (`423`) and
 *   classes (`5xx`) instead of what its table says; docs/policies.md has the table
 */

/**
 * `again`: back off, and count it against the breaker; `paced`: back off; `pause`: ask `headers` once more, then wait for
 * resume(); `park`: halve the batch until the culprit stands alone, and park that.
 * @typedef {'again' | 'paced' | 'pause' | 'park'} StatusRule
 */

/**
 * @typedef {object} RetryOptions
 * @property {number} [backoffMs] base of the exponential back-off with full jitter; default 1000
 * @property {number} [maxBackoffMs] its cap; default 60000
 * @property {'full' | 'equal' | 'decorrelated' | 'exponential' | 'constant'} [backoff] default `full`
 */

/**
 * @typedef {object} BreakerOptions
 * @property {number | null} [failureThreshold] failures in a row that open it; null: not judged; default 5
 * @property {number | null} [failureRate] share of the window that opens it; null: not judged; default 0.5
 * @property {'calls' | 'time'} [window] whether it remembers the last `windowCalls` calls, none of them older than
 *   `windowMs`, or all of the last `windowMs`; default `calls`
 * @property {number} [windowCalls] default 20
 * @property {number} [windowMs] default 30000
 * @property {number} [minimumCalls] fewer calls are no sample, and their rates are not judged; default 10, or
 *   `windowCalls` where that is less
 * @property {number} [slowCallMs] a call that takes longer is slow; default: none is
 * @property {number} [slowCallRate] share of slow calls that opens it; default 1
 * @property {number} [probes] calls that go through when it has rested, and all have to succeed; default 1
 * @property {number} [openMs] how long it stays open at first; doubles up to maxOpenMs, and is up to a quarter
 *   longer by chance; default 5000
 * @property {number} [maxOpenMs] default 60000
 */

/**
 * A circuit breaker came from one state to another.
 * @typedef {object} BreakerChange
 * @property {BreakerState} from
 * @property {BreakerState} to
 * @property {number} at in ms since the epoch; half-open: when its rest was over, though a later call tells
 * @property {'failures-in-row' | 'failure-rate' | 'slow-rate' | 'rest-over' | 'probe-failed' | 'probe-slow'
 *   | 'probes-succeeded' | 'forced' | 'isolated' | 'reset' | 'restored'} reason
 * @property {number | null} until when it will probe, in ms since the epoch, where it is open
 */

/**
 * @typedef {object} BatchOptions
 * @property {number} [maxMessages] default 100; up to four times as many while a backlog drains
 * @property {number} [maxBytes] default 49152; up to four times as many while a backlog drains
 * @property {number} [maxMessageBytes] largest message, as UTF-8 JSON; default 1048576
 */

/**
 * How answers are read. A response says itself whether it is a stream of events, of lines of JSON or of text, and with
 * `x-vercel-ai-ui-message-stream: v1` that its events are an AI SDK's.
 * @typedef {object} StreamOptions
 * @property {StreamFormat} [format] how the events of an answer are written; default `openai`
 * @property {number} [firstByteMs] a request whose body has not begun by then is tried again; default 60000
 * @property {number} [idleMs] a connection on which nothing comes for so long is given up, and the answer resumed;
 *   default 60000
 * @property {number} [totalMs] an answer that has not ended by then ends as `stream-timeout`; it counts from the first
 *   response; default 3600000
 * @property {number} [maxAnswerBytes] a longer answer ends as `answer-too-large`; UTF-8, all its parts together; default
 *   16777216, at most 268435456
 */

/**
 * @template {object} [Metadata=Record<string, unknown>]
 * @typedef {object} Holdfast
 * @property {import('./services/MessageService.js').MessageService<Metadata>} messages
 * @property {import('./services/AnswerService.js').AnswerService<Metadata>} answers
 * @property {import('./services/PersistenceService.js').PersistenceService<Metadata>} persistence
 * @property {import('./services/ConversationService.js').ConversationService<Metadata>} conversations
 * @property {string} database name of the IndexedDB database
 * @property {<Name extends keyof HoldfastEvents>(name: Name, listener: (event: HoldfastEvents<Metadata>[Name]) => void) => () => void} on
 * @property {() => PersistenceMetrics} metrics
 * @property {ModeName} mode by which way messages are sent now; changed by setMode()
 * @property {(mode: ModeOption) => void} setMode from the next `sendMessage()` on; what is queued or streams goes on its
 *   way. Throws `invalid-option`
 * @property {() => Promise<void>} close
 */

export {};

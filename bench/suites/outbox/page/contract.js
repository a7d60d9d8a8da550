/**
 * What a contestant has to be able to do. Each does it the way its documentation recommends.
 *
 * @module
 */

/** @typedef {import('../messages.mjs').Message} Message */

/**
 * @typedef {object} Contestant
 * @property {(database: string) => Promise<Outbox>} open makes an outbox that sends nothing until it is drained
 * @property {(database: string) => Promise<number>} count messages that a page finds that opens the database anew
 * @property {(database: string, messages: Message[]) => Promise<void>} [seed] what `start` is to find; only
 *   where queueing them all would take minutes
 * @property {(database: string) => Promise<unknown>} [start] opens it and begins to send, as a page does that
 *   has just been loaded; resolves when it likes
 */

/**
 * @typedef {object} Outbox
 * @property {(message: Message) => any} queue begins to save one message
 * @property {(queued: any[]) => Promise<unknown>} durable what `queue` gave: resolves when all are saved
 * @property {(messages: Message[]) => Promise<unknown>} [queueAll] its call for many at once
 * @property {() => Promise<unknown>} [drain] sends everything; resolves when all is acknowledged and nothing is left
 * @property {() => unknown} close
 */

export {};

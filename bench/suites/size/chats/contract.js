/**
 * What a chat has to be able to do: it keeps what a person writes, sends it until the backend has it, and shows what
 * was written and what is answered. Each does as much of it as its libraries do, the way their documentation recommends.
 *
 * @module
 */

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {'user'} role
 * @property {string} content
 * @property {string} createdAt RFC 3339
 */

/**
 * @typedef {object} Chat
 * @property {(message: Message) => Promise<unknown>} [keep] resolves when a reload of the page would not lose the
 *   message; missing where a chat keeps nothing, or does not tell when it has
 */

/**
 * @callback Open
 * @param {string} name of its database
 * @returns {Promise<Chat>} when it can take a message
 */

export {};

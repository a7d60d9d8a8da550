/**
 * What a chat has to be able to do: it keeps what a person writes, sends it until the backend has it, and shows what
 * was written and what is answered. Each does as much of it as its libraries do, the way their documentation recommends.
 *
 * @module
 */

/**
 * @typedef {object} Chat
 * @property {(name: string) => Promise<unknown>} open resolves when it can take a message; `name`: of its database
 */

export {};

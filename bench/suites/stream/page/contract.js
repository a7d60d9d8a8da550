/**
 * What a client has to be able to do: an answer from the request to its last delta. Each does it the way its
 * documentation recommends.
 *
 * @module
 */

/**
 * @typedef {object} Client
 * @property {(baseUrl: string) => Promise<Connection>} open `baseUrl` is a path of this origin
 * @property {'' | 0} nothing what has arrived before anything has: a text, or a number of bytes where the client
 *   makes no text of them
 */

/**
 * @typedef {object} Connection
 * @property {(onPart: (part: any) => void) => Promise<unknown>} answer asks for an answer, and hands over each
 *   delta, or the number of bytes of each part; resolves when the answer has ended
 * @property {() => unknown} [close]
 */

export {};

/** Server-sent events, as the answers of the protocol write them. */

import { parseJson } from './parseJson.mjs';

/**
 * @typedef {{id: string | undefined, data: string, bytes: string}} Event `bytes` is the event as it came, without its empty line
 */

/**
 * The events of a text that hold data, in order; a piece without its empty line at the end is no event yet.
 * @param {string} text
 * @returns {Event[]}
 */
export function parseEvents(text) {
  const blocks = text.replaceAll(/\r\n?/g, '\n').split('\n\n').slice(0, -1);
  return blocks.flatMap((block) => {
    const lines = block.split('\n');
    const read = (/** @type {string} */ name) =>
      lines
        .filter((line) => line.startsWith(`${name}:`))
        .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
    const data = read('data');
    return data.length === 0 ? [] : [{ id: read('id').at(-1), data: data.join('\n'), bytes: block }];
  });
}

/** @param {Event} event */
export const isEnd = ({ data }) => data === '[DONE]';

/** The chunks of an answer; undefined stands for what is no JSON. @param {Event[]} events @returns {any[]} */
export const parseChunks = (events) =>
  events.filter((event) => !isEnd(event)).map(({ data }) => parseJson(data));

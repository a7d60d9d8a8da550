/** Server-sent events, as the answers of the protocol write them. */

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

/** The text of an answer. @param {Event[]} events */
export const contentOf = (events) =>
  events
    .filter(({ data }) => data !== '[DONE]')
    .map(({ data }) => JSON.parse(data).choices?.[0]?.delta?.content ?? '')
    .join('');

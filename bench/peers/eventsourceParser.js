/** eventsource-parser with JSON.parse, as its documentation feeds it. */
import { createParser } from 'eventsource-parser';

/**
 * @param {(delta: string) => void} onDelta
 * @returns {(bytes: Uint8Array) => void} takes the parts of a body
 */
export function feedParser(onDelta) {
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent({ data }) {
      if (data === '[DONE]') return;
      const { content } = JSON.parse(data).choices[0].delta;
      if (content) onDelta(content);
    },
  });
  return (bytes) => parser.feed(decoder.decode(bytes, { stream: true }));
}

/** @type {import('../suites/stream/decoding/contract.js').Decoder} */
export const eventsourceParser = {
  decode(chunks) {
    let text = '';
    const feed = feedParser((delta) => {
      text += delta;
    });
    for (const chunk of chunks) feed(chunk);
    return text;
  },
};

/** eventsource-parser with JSON.parse, as its documentation feeds it. */
import { createParser } from 'eventsource-parser';

/** @type {import('../suites/stream/decoding/contract.js').Decoder} */
export const eventsourceParser = {
  decode(chunks) {
    let text = '';
    const decoder = new TextDecoder();
    const parser = createParser({
      onEvent({ data }) {
        if (data !== '[DONE]') text += JSON.parse(data).choices[0].delta.content ?? '';
      },
    });
    for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }));
    return text;
  },
};

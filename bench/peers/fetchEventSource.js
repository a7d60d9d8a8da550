/** The parser of @microsoft/fetch-event-source with JSON.parse, put together as its own `fetchEventSource` does. */
import { getLines, getMessages } from '@microsoft/fetch-event-source/lib/cjs/parse.js';

/** @type {import('../suites/stream/decoding/contract.js').Decoder} */
export const fetchEventSource = {
  decode(chunks) {
    let text = '';
    const ignore = () => {};
    const onChunk = getLines(
      getMessages(ignore, ignore, ({ data }) => {
        if (data !== '[DONE]') text += JSON.parse(data).choices[0].delta.content ?? '';
      }),
    );
    for (const chunk of chunks) onChunk(chunk);
    return text;
  },
};

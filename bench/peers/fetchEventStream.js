/** fetch-event-stream with JSON.parse, as its documentation reads a response. */
import { events } from 'fetch-event-stream';
import { streamOf } from '../suites/stream/decoding/streamOf.js';

/** @type {import('../suites/stream/decoding/contract.js').Decoder} */
export const fetchEventStream = {
  async decode(chunks) {
    let text = '';
    for await (const { data } of events(new Response(streamOf(chunks)))) {
      if (data !== '[DONE]') text += JSON.parse(data).choices[0].delta.content ?? '';
    }
    return text;
  },
};

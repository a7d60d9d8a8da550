/** The stream of the openai package, as its client makes it of a response. */
import { Stream } from 'openai/core/streaming';
import { streamOf } from '../suites/stream/decoding/streamOf.js';

/** @type {import('../suites/stream/decoding/contract.js').Decoder} */
export const openaiStream = {
  async decode(chunks) {
    let text = '';
    const response = new Response(streamOf(chunks));
    for await (const chunk of Stream.fromSSEResponse(response, new AbortController())) {
      text += chunk.choices[0].delta.content ?? '';
    }
    return text;
  },
};

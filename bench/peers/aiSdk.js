/**
 * `parseJsonEventStream` of @ai-sdk/provider-utils, which is below every provider and transport of the AI SDK. Its
 * schema is one that looks at nothing: those of the SDK's own packages validate each chunk, and take longer.
 */
import { jsonSchema, parseJsonEventStream } from '@ai-sdk/provider-utils';
import { streamOf } from '../suites/stream/decoding/streamOf.js';

const schema = jsonSchema({ type: 'object' });

/** @type {import('../suites/stream/decoding/contract.js').Decoder} */
export const aiSdk = {
  async decode(chunks) {
    let text = '';
    const parsed = parseJsonEventStream({ stream: streamOf(chunks), schema }).getReader();
    for (let part = await parsed.read(); !part.done; part = await parsed.read()) {
      if (!part.value.success) throw part.value.error;
      text += part.value.value.choices[0].delta.content ?? '';
    }
    return text;
  },
};

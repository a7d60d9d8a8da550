/**
 * `parseJsonEventStream` of @ai-sdk/provider-utils, which is below every provider and transport of the AI SDK. Its
 * schema is one that looks at nothing: those of the SDK's own packages validate each chunk, and take longer.
 */
import { jsonSchema, parseJsonEventStream } from '@ai-sdk/provider-utils';
import { streamOf } from '../suites/stream/decoding/streamOf.js';

const schema = jsonSchema({ type: 'object' });

/**
 * @param {ReadableStream<Uint8Array>} stream a body
 * @param {(delta: string) => void} onDelta
 */
export async function deltasOf(stream, onDelta) {
  const parsed = parseJsonEventStream({ stream, schema }).getReader();
  for (let part = await parsed.read(); !part.done; part = await parsed.read()) {
    if (!part.value.success) throw part.value.error;
    const { content } = part.value.value.choices[0].delta;
    if (content) onDelta(content);
  }
}

/** @type {import('../suites/stream/decoding/contract.js').Decoder} */
export const aiSdk = {
  async decode(chunks) {
    let text = '';
    await deltasOf(streamOf(chunks), (delta) => {
      text += delta;
    });
    return text;
  },
};

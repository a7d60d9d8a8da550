/** What cannot be avoided by those who use it: the platform's own decoder and its own parser. */
import { streamOf } from './streamOf.js';

const decoder = new TextDecoder();

/** The bytes as a string, and nothing looked for in it. @type {import('./contract.js').Limit} */
export const textDecoder = {
  prepare: (_answer, chunks) => chunks,
  decode(chunks) {
    const streaming = new TextDecoder();
    let text = '';
    for (const chunk of chunks) text += streaming.decode(chunk, { stream: true });
    return text;
  },
  expected: ({ bytes }) => decoder.decode(bytes),
};

/** The JSON of every event, split and decoded beforehand. @type {import('./contract.js').Limit} */
export const jsonParse = {
  prepare: ({ bytes, ends }) =>
    ends
      .slice(0, -1)
      .map((end, i) => decoder.decode(bytes.subarray((i === 0 ? 0 : ends[i - 1]) + 'data: '.length, end))),
  decode(events) {
    let text = '';
    for (const event of events) text += JSON.parse(event).choices[0].delta.content ?? '';
    return text;
  },
  expected: ({ text }) => text,
};

/**
 * The parts through a stream, which libraries that are handed a response cannot do without.
 * @type {import('./contract.js').Limit}
 */
export const readableStream = {
  prepare: (_answer, chunks) => chunks,
  async decode(chunks) {
    const reader = streamOf(chunks).getReader();
    let bytes = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
    return String(bytes);
  },
  expected: ({ bytes }) => String(bytes.length),
};

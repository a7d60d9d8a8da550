/** The same answer as the AI SDK's UI message stream, https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol. */

const encoder = new TextEncoder();

/** @param {import('../corpus.mjs').Answer} answer @returns {import('../corpus.mjs').Answer} */
export function uiMessageOf({ bytes, text }) {
  const chunks = new TextDecoder()
    .decode(bytes)
    .split('\n\n')
    .slice(0, -2)
    .map((event) => JSON.parse(event.slice('data: '.length)));
  const deltas = chunks.map((chunk) => chunk.choices[0].delta.content).filter(Boolean);
  const parts = [
    { type: 'start' },
    { type: 'text-start', id: '0' },
    ...deltas.map((delta) => ({ type: 'text-delta', id: '0', delta })),
    { type: 'text-end', id: '0' },
    { type: 'finish' },
  ];
  const events = [...parts.map((part) => JSON.stringify(part)), '[DONE]'].map((data) =>
    encoder.encode(`data: ${data}\n\n`),
  );
  let at = 0;
  const ends = events.map(({ length }) => (at += length));
  const body = new Uint8Array(at);
  events.forEach((event, i) => body.set(event, i === 0 ? 0 : ends[i - 1]));
  return { bytes: body, text, ends };
}

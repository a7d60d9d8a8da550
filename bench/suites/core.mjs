/**
 * What the core costs a page: one queueMessage() call and one fed stream chunk.
 *
 * Beside each figure stands the least that JavaScript alone would need for the same: the message as JSON in
 * UTF-8, and the chunk's text decoded.
 */
import { createHoldfast } from '../../js/index.js';
import { StreamReader } from '../../js/driver/StreamReader.js';
import { loadModule } from '../../js/driver/loader.js';
import { rowOf } from '../lib/stats.mjs';

const ROUNDS = 15;
const CALLS = 1_000;
const MESSAGE_BYTES = 600;
const CHUNK_BYTES = 16 * 1024;
const CHUNKS = 200;

/** @param {{progress: (text: string) => void}} tools */
export async function run({ progress }) {
  progress(`queueing: ${ROUNDS} rounds of ${CALLS} messages of ${MESSAGE_BYTES} B`);
  const queueing = await measureQueueing();
  progress(`streaming: ${ROUNDS} rounds of ${CHUNKS} chunks of ${CHUNK_BYTES / 1024} KiB`);
  const streaming = await measureStreaming();

  return { rows: [...queueing, ...streaming], goals: [] };
}

async function measureQueueing() {
  const content = 'x'.repeat(MESSAGE_BYTES - JSON.stringify(messageOf('', 0)).length);
  const holdfast = await createHoldfast({ baseUrl: 'http://backend.invalid', fetch: neverAnswers });
  holdfast.persistence.pause();
  const calls = [];
  const limits = [];
  const encoder = new TextEncoder();
  for (let round = -1; round < ROUNDS; round += 1) {
    const messages = Array.from({ length: CALLS }, (_, i) => messageOf(content, round * CALLS + i));
    const call = timed(CALLS, (i) => holdfast.persistence.queueMessage(messages[i], 'conversation'));
    const limit = timed(CALLS, (i) => encoder.encode(JSON.stringify(messages[i])));
    await holdfast.persistence.pending('none');
    // The first round warms the engine up.
    if (round < 0) continue;
    calls.push(call);
    limits.push(limit);
  }
  await holdfast.close();
  return [
    rowOf('queueMessage(), 600 B', 'µs a call', calls),
    rowOf('limit: JSON.stringify + TextEncoder', 'µs a call', limits),
    rowOf('queueMessage() beside its limit', 'times', ratios(calls, limits)),
  ];
}

async function measureStreaming() {
  const module = await loadModule();
  const chunk = openAiChunk();
  const fed = [];
  const limits = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const reader = new StreamReader(module, 'openai');
    const feed = timed(CHUNKS, () => reader.feed(chunk));
    reader.close();
    const limit = timed(CHUNKS, () => decodeByHand(chunk));
    if (round < 0) continue;
    fed.push(feed);
    limits.push(limit);
  }
  return [
    rowOf('feed a 16 KiB stream chunk', 'µs a chunk', fed),
    rowOf(
      'feed a 16 KiB stream chunk',
      'MB/s',
      fed.map((us) => chunk.length / us),
    ),
    rowOf('limit: TextDecoder + JSON.parse of each event', 'µs a chunk', limits),
    rowOf('feed beside its limit', 'times', ratios(fed, limits)),
  ];
}

/** @param {string} content @param {number} number */
function messageOf(content, number) {
  const id = `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;
  return { id, role: 'user', content, createdAt: '2026-11-22T10:00:00.000Z' };
}

/** OpenAI events of 180 to 300 bytes with Unicode and escapes, up to the size of a chunk. */
function openAiChunk() {
  const words = [
    ' the',
    ' wave',
    ' "quoted"',
    '\n\n',
    ' größer',
    ' 世界',
    ' 🌊',
    ' and',
    ' so on,',
    ' \\(x\\)',
  ];
  const encoder = new TextEncoder();
  let text = '';
  for (let i = 0; encoder.encode(text).length < CHUNK_BYTES; i += 1) {
    const delta = { content: words[i % words.length].repeat(1 + (i % 3)) };
    text += `data: ${JSON.stringify({
      id: 'chatcmpl-9a8b7c6d5e4f3a2b1c0d',
      object: 'chat.completion.chunk',
      created: 1_763_800_000,
      model: 'model-2026-11',
      system_fingerprint: 'fp_44709d6fcb',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: null }],
    })}\n\n`;
  }
  return encoder.encode(text);
}

/** @param {Uint8Array} chunk */
function decodeByHand(chunk) {
  let text = '';
  for (const event of new TextDecoder().decode(chunk).split('\n\n')) {
    if (event) text += JSON.parse(event.slice('data: '.length)).choices[0].delta.content;
  }
  return text;
}

/**
 * @param {number} times
 * @param {(i: number) => void} work
 * @returns {number} microseconds for one
 */
function timed(times, work) {
  const begun = performance.now();
  for (let i = 0; i < times; i += 1) work(i);
  return ((performance.now() - begun) * 1_000) / times;
}

/**
 * Round by round, since both were measured in the same one and the machine is shared.
 *
 * @param {number[]} values
 * @param {number[]} limits
 */
function ratios(values, limits) {
  return values.map((value, round) => value / limits[round]);
}

/** A network on which nothing is ever answered. @returns {Promise<Response>} */
function neverAnswers() {
  return new Promise(() => {});
}

/** What the stream benchmark leans on: a corpus whose text is known, cuts that lose nothing, and its goals. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Samples } from '../../bench/lib/Samples.mjs';
import { answersOf } from '../../bench/suites/stream/corpus.mjs';
import { chunksOf, cuts } from '../../bench/suites/stream/cuts.mjs';
import { handWritten } from '../../bench/suites/stream/decoding/handWritten.js';
import {
  cases,
  decodingRow,
  entries,
  measureDecoding,
  own,
  ratioRow,
  sdks,
} from '../../bench/suites/stream/decoding.mjs';
import { decodingGoals } from '../../bench/suites/stream/goals.mjs';
import { fullPlan } from '../../bench/suites/stream/plan.mjs';

const recipe = { seed: 7, answers: 16, bytes: 60_000 };
const answers = answersOf(recipe);

/** @param {import('../../bench/suites/stream/corpus.mjs').Answer} answer @returns {string[]} the data of its events */
const eventsOf = ({ bytes }) =>
  new TextDecoder()
    .decode(bytes)
    .split('\n\n')
    .slice(0, -1)
    .map((event) => event.replace(/^data: /, ''));

/** @param {import('../../bench/suites/stream/corpus.mjs').Answer} answer @returns {any[]} */
const chunksIn = (answer) =>
  eventsOf(answer)
    .slice(0, -1)
    .map((data) => JSON.parse(data));

test('the corpus says what its text says, and ends as an answer does', () => {
  for (const answer of answers) {
    const chunks = chunksIn(answer);
    assert.equal(chunks.map(({ choices }) => choices[0].delta.content ?? '').join(''), answer.text);
    assert.equal(eventsOf(answer).at(-1), '[DONE]');
    assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  }
});

test('every chunk is of 180 to 300 bytes, and has the same members and id throughout an answer', () => {
  for (const answer of answers) {
    const sizes = answer.ends.map((end, i) => end - (answer.ends[i - 1] ?? 0)).slice(0, -1);
    assert.ok(
      Math.min(...sizes) >= 180 && Math.max(...sizes) <= 300,
      String([Math.min(...sizes), Math.max(...sizes)]),
    );
    const heads = chunksIn(answer).map(({ choices: _, ...head }) => JSON.stringify(head));
    assert.equal(new Set(heads).size, 1);
  }
});

test('the corpus holds many scripts, emoji beyond one unit, and every kind of escape', () => {
  const text = answers.map((answer) => answer.text).join('');
  for (const script of ['Latin', 'Greek', 'Cyrillic', 'Arabic', 'Devanagari', 'Han', 'Hiragana', 'Hangul'])
    assert.match(text, new RegExp(`\\p{Script=${script}}`, 'u'));
  assert.match(text, /\p{Emoji_Presentation}/u);
  const json = answers.flatMap(eventsOf).join('');
  for (const escape of ['\\n', '\\"', '\\\\', '\\t', '\\u']) assert.ok(json.includes(escape), escape);
  assert.match(json, /\\ud83[a-f]\\ud[c-f]/);
});

test('the same seed gives the same corpus, another seed another one', () => {
  assert.deepEqual(answersOf(recipe), answers);
  assert.notDeepEqual(answersOf({ ...recipe, seed: 8 })[0].text, answers[0].text);
});

test('the obfuscated corpus adds a string of a random length to every chunk', () => {
  const [answer] = answersOf({ ...recipe, answers: 1, obfuscated: true });
  const lengths = chunksIn(answer).map(({ obfuscation }) => obfuscation.length);
  assert.deepEqual([Math.min(...lengths), Math.max(...lengths)], [1, 16]);
});

test('the parts of a body are the body, however it is cut', () => {
  const [answer] = answers;
  for (const cut of cuts) {
    assert.deepEqual(Buffer.concat(chunksOf(cut, answer)), Buffer.from(answer.bytes), cut);
  }
  const sizes = chunksOf('random cuts', answer).map(({ length }) => length);
  assert.ok(Math.min(...sizes) < 20 && Math.max(...sizes) <= 600);
  assert.equal(chunksOf('16 KiB', answer)[0].length, 16_384);
  assert.equal(chunksOf('event by event', answer).length, answer.ends.length);
});

test('the hand-written scan finds the text wherever the body is cut in two', async () => {
  for (const { bytes, text } of answersOf({ seed: 3, answers: 4, bytes: 4_000 })) {
    for (let at = 0; at <= bytes.length; at += 1) {
      assert.equal(
        await handWritten.decode([bytes.subarray(0, at), bytes.subarray(at)]),
        text,
        `cut at ${at}`,
      );
    }
  }
});

test('a ratio is of the answers that both have decoded', async () => {
  const samples = new Samples();
  const plan = { ...fullPlan, answers: 2, slowAnswers: 1 };
  const [where] = cases;
  /** Holdfast is slow in the second answer, which the SDKs do not decode. */
  const stage = {
    step: async (/** @type {string} */ name, /** @type {any[]} */ ...[decoder, count]) => {
      if (name === 'cut') return undefined;
      const ms = decoder === own.decoder ? [1, 9] : [10, 10];
      return ms.slice(0, count).map((taken) => ({ bytes: 1_000_000, ms: taken }));
    },
  };
  await measureDecoding({ stage, engine: 'Node', plan, samples }, where, 0);
  assert.equal(samples.median(decodingRow('Node', where, own.name)), 200);
  assert.equal(samples.median(ratioRow('Node', where, sdks[0].name)), 10);
  assert.equal(samples.median(ratioRow('Node', where, 'hand-written scan')), 2);
});

test('the goals of decoding are held against the ratios', () => {
  const samples = new Samples();
  for (const where of cases) {
    for (const { name } of entries) samples.add(ratioRow('Node', where, name), 'times', 2);
  }
  const goals = decodingGoals(samples, 'Node');
  assert.deepEqual(
    goals.map(({ goal, holds }) => [goal, holds]),
    [
      ['at least 2 times', true],
      ['at least 4 times', false],
      ['at least 10 times', false],
      ['at least 10 times', false],
      ['at least 0.5 times', true],
      ...Array(6).fill(['at least 1 times', true]),
    ],
  );
  assert.match(goals[0].name, /^Node, 16 KiB: Holdfast beside hand-written scan$/);
});

/** What the stream benchmark leans on: a corpus whose text is known, cuts that lose nothing, and its goals. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Samples } from '../../bench/lib/Samples.mjs';
import { BEGIN, END, longestTaskOf } from '../../bench/lib/longestTask.mjs';
import { besideFetchRow } from '../../bench/suites/stream/answering.mjs';
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
import { answerGoals, decodingGoals } from '../../bench/suites/stream/goals.mjs';
import { fullPlan } from '../../bench/suites/stream/plan.mjs';
import { randomOf, shuffled } from '../../bench/suites/stream/random.mjs';
import { AnswerServer } from '../../bench/suites/stream/server/AnswerServer.mjs';

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

test('the goals of answers are held against fetch alone', () => {
  const samples = new Samples();
  samples.add(besideFetchRow('main thread, at once'), 'times', 2.5);
  samples.add(besideFetchRow('main thread, live'), 'times', 2);
  assert.deepEqual(
    answerGoals(samples).map(({ value, holds }) => [value, holds]),
    [
      [2.5, false],
      [2, true],
    ],
  );
});

test('the server gives an answer as chunks, and its text as a UI message, at once and paced', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-stream-bench-'));
  writeFileSync(path.join(folder, 'index.html'), '<p>page</p>');
  const [answer] = answersOf({ seed: 5, answers: 1, bytes: 200_000 });
  const [short] = answersOf({ seed: 6, answers: 1, bytes: 2_000 });
  const server = new AnswerServer(folder, {
    whole: { answer },
    live: { answer: short, eventsPerSecond: 200 },
  });
  const origin = `http://127.0.0.1:${await server.listen()}`;
  const bodyOf = async (/** @type {Response} */ response) => new Uint8Array(await response.arrayBuffer());
  const post = (/** @type {string} */ route) => fetch(`${origin}${route}`, { method: 'POST', body: '{}' });
  try {
    const whole = await post('/whole/completion/generate');
    assert.equal(whole.headers.get('content-type'), 'text/event-stream');
    assert.deepEqual(await bodyOf(whole), answer.bytes);
    assert.deepEqual(await bodyOf(await fetch(`${origin}/whole/completion/generate`)), answer.bytes);

    const events = (await (await post('/whole/chat')).text()).split('\n\n').slice(0, -1);
    assert.equal(events.at(-1), 'data: [DONE]');
    const parts = events.slice(0, -1).map((event) => JSON.parse(event.slice('data: '.length)));
    assert.equal(parts.map(({ delta = '' }) => delta).join(''), answer.text);

    const begun = performance.now();
    assert.deepEqual(await bodyOf(await post('/live/completion/generate')), short.bytes);
    assert.ok(performance.now() - begun >= ((short.ends.length - 1) / 200) * 1_000 - 1);

    assert.equal(await (await fetch(`${origin}/`)).text(), '<p>page</p>');
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});

test('the longest task is one of the marked thread, between its marks', () => {
  const page = { pid: 1, tid: 2 };
  const task = (/** @type {number} */ ts, /** @type {number} */ dur, thread = page) => ({
    ...thread,
    name: 'RunTask',
    ts,
    dur,
  });
  const marks = [
    { ...page, name: BEGIN, ts: 100 },
    { ...page, name: END, ts: 200 },
  ];
  const elsewhere = { pid: 1, tid: 3 };
  const events = [...marks, task(50, 9_000), task(110, 3_000), task(150, 4_000), task(150, 8_000, elsewhere)];
  assert.equal(longestTaskOf([...events, task(210, 7_000)]), 4);
  assert.throws(() => longestTaskOf([task(1, 1)]), /lacks the marks/);
});

test('an order is another one for another seed, and loses nobody', () => {
  const list = [1, 2, 3, 4, 5, 6, 7, 8];
  const one = shuffled(list, randomOf(1));
  assert.notDeepEqual(one, shuffled(list, randomOf(2)));
  assert.deepEqual([...one].sort(), list);
});

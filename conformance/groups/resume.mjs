/** A stream that was cut goes on where it broke, or says that it cannot. */
import { isEnd, parseEvents } from '../lib/events.mjs';
import {
  expectAnswer,
  expectProblem,
  expectSame,
  expectThat,
  expectWrongField,
} from '../lib/expectations.mjs';

/** @typedef {import('../lib/types.mjs').Kit} Kit */
/** @typedef {import('../lib/events.mjs').Event} Event */

const unavailable = 'the backend says 409 resume-unavailable, which is allowed';
const bytesOf = (/** @type {Event[]} */ events) => events.map(({ bytes }) => bytes);

/** @param {Kit} kit */
const newQuestion = (kit) => ({
  messages: [{ role: 'user', content: 'Tell of ropes.' }],
  requestId: kit.newId('r'),
});

/**
 * What comes behind an event; undefined where the backend says that it cannot go on.
 * @param {Kit} kit @param {unknown} body @param {number} lastEventId
 */
async function resume(kit, body, lastEventId) {
  const answer = await kit.generate(body, { 'last-event-id': `${lastEventId}` });
  if (answer.status !== 409) {
    expectAnswer(answer, 200);
    return { answer, events: parseEvents(answer.text) };
  }
  expectProblem(answer, 409, 'resume-unavailable');
  return undefined;
}

/** @type {import('../lib/types.mjs').Group} */
export const resuming = {
  name: 'resume',
  title: 'Last-Event-ID: a stream that was cut goes on where it broke',
  see: 'docs/protocol.md, "`POST /completion/generate`"',
  checks: [
    {
      name: 'resume-rest',
      sentence: 'Last-Event-ID: N gets exactly the events from N + 1 on, byte for byte',
      async run(kit) {
        const body = newQuestion(kit);
        const { events } = await kit.generateWhole(body);
        const last = events.length - 1;
        for (const seen of new Set([1, Math.ceil(last / 2), last - 1, last])) {
          const rest = await resume(kit, body, seen);
          if (rest === undefined) return unavailable;
          expectSame(
            rest.answer,
            `the events behind ${seen}`,
            bytesOf(rest.events),
            bytesOf(events.slice(seen)),
          );
        }
        return undefined;
      },
    },
    {
      name: 'resume-cut',
      sentence: 'an answer that was cut and resumed is the whole answer, with every event once',
      async run(kit) {
        const body = newQuestion(kit);
        const enough = (/** @type {string} */ text) => parseEvents(text).length >= 3;
        const start = parseEvents(
          await kit.client.readStart('/completion/generate', { json: body }, enough),
        ).slice(0, 3);
        const rest = await resume(kit, body, 3);
        if (rest === undefined) return unavailable;
        const ids = [...start, ...rest.events].filter((event) => !isEnd(event)).map(({ id }) => id ?? null);
        expectSame(
          rest.answer,
          'the ids of both parts',
          ids,
          ids.map((_, index) => `${index + 1}`),
        );
        expectSame(rest.answer, 'the end', rest.events.at(-1)?.data, '[DONE]');
        return undefined;
      },
    },
    {
      name: 'resume-beyond',
      sentence: 'behind the last event there is the end alone',
      async run(kit) {
        const rest = await resume(kit, newQuestion(kit), 100_000);
        if (rest === undefined) return unavailable;
        const data = rest.events.map((event) => event.data);
        expectThat(rest.answer, '[DONE]', data.length === 1 && data[0] === '[DONE]');
        return undefined;
      },
    },
    {
      name: 'resume-wrong-id',
      sentence: 'a Last-Event-ID that is no number is refused by name',
      async run(kit) {
        for (const id of ['x', '-1', '1.5'])
          expectWrongField(await kit.generate(newQuestion(kit), { 'last-event-id': id }), 'Last-Event-ID');
      },
    },
  ],
};

/** `POST /completion/generate`: a pure stream. */
import { isEnd, parseChunks, parseEvents } from '../lib/events.mjs';
import {
  expectAnswer,
  expectProblem,
  expectSame,
  expectThat,
  expectWrongField,
  findDifference,
  value,
} from '../lib/expectations.mjs';
import { inJson } from '../lib/abridged.mjs';
import { message } from '../lib/Kit.mjs';

/** @typedef {import('../lib/types.mjs').Kit} Kit */

const question = { role: 'user', content: 'Say a few words on tides.' };
const chunk = {
  object: 'chat.completion.chunk',
  choices: value(
    'a list of objects',
    (list) => Array.isArray(list) && list.every((one) => one instanceof Object),
  ),
};

/** @param {Kit} kit @param {any} [body] */
const readAnswer = (kit, body = { messages: [question] }) => kit.generateWhole(body);

/** All that there is to see of what is stored. @param {Kit} kit @param {string} conversation */
async function readState(kit, conversation) {
  const answers = [
    await kit.client.get('/conversations?limit=500'),
    await kit.client.get(`/conversation/${conversation}`),
    await kit.readPage(conversation, '?limit=500'),
  ];
  for (const answer of answers) expectAnswer(answer, 200);
  return { answer: answers[2], state: answers.map(({ json }) => json) };
}

/** @type {import('../lib/types.mjs').Group} */
export const streaming = {
  name: 'streaming',
  title: 'POST /completion/generate streams an answer, and saves nothing',
  see: 'docs/protocol.md, "`POST /completion/generate`"',
  checks: [
    {
      name: 'streaming-shape',
      sentence:
        'an answer is an event stream of chat.completion.chunk, the last of them with a finish_reason, and then [DONE]',
      async run(kit) {
        const { answer, events } = await readAnswer(kit);
        const type = answer.headers.get('content-type') ?? 'nothing';
        expectThat(
          answer,
          'content-type: text/event-stream',
          /^text\/event-stream\s*(;|$)/i.test(type),
          type,
        );
        const policy = answer.headers.get('cache-control') ?? 'nothing';
        expectThat(answer, 'cache-control: no-store', /no-store/.test(policy), policy);
        const chunks = parseChunks(events);
        for (const one of chunks)
          expectThat(answer, 'chunks alone', findDifference(chunk, one) === undefined, inJson(one));
        const choices = chunks.flatMap((one) => one.choices.slice(0, 1));
        const reason = choices.at(-1)?.finish_reason;
        expectThat(
          answer,
          'a finish_reason in the last chunk',
          typeof reason === 'string',
          inJson(choices.at(-1)),
        );
        const content = choices.map(({ delta }) => delta?.content ?? '').join('');
        expectThat(answer, 'some text', content.trim() !== '', inJson(content));
      },
    },
    {
      name: 'streaming-ids',
      sentence: 'events are numbered 1, 2, 3, …, and [DONE] has no id of its own',
      async run(kit) {
        const { answer, events } = await readAnswer(kit);
        const chunks = events.filter((event) => !isEnd(event));
        expectSame(
          answer,
          'the ids',
          chunks.map(({ id }) => id ?? null),
          chunks.map((_, index) => `${index + 1}`),
        );
        expectSame(answer, 'the id of [DONE]', events.at(-1)?.id ?? null, null);
      },
    },
    {
      name: 'streaming-pure',
      sentence: 'generating writes nothing: conversations and messages are the same before and after',
      async run(kit) {
        const [conversation, id] = [await kit.newConversation(), kit.newId('m')];
        expectAnswer(await kit.append(conversation, 'w', [message(1, id)]), 200);
        const before = await readState(kit, conversation);
        const known = { ...message(2, kit.newId('m')), conversationId: conversation };
        const body = {
          messages: [question, known],
          conversationId: conversation,
          requestId: kit.newId('r'),
          config: {},
        };
        await readAnswer(kit, body);
        await kit.generate({ ...body, messages: 'none' });
        const after = await readState(kit, conversation);
        expectSame(after.answer, 'what is stored', after.state, before.state);
        const next = await kit.append(conversation, 'w', [message(2, known.id)]);
        expectAnswer(next, 200, { results: [{ id: known.id, status: 'stored', position: 2 }] });
      },
    },
    {
      name: 'streaming-twice',
      sentence: 'two requests with the same body at once both get a whole answer',
      async run(kit) {
        const body = { messages: [question], requestId: kit.newId('r') };
        const answers = await Promise.all([readAnswer(kit, body), readAnswer(kit, body)]);
        for (const { answer, events } of answers) {
          expectSame(answer, 'the first id', events[0]?.id, '1');
        }
      },
    },
    {
      name: 'streaming-whole-messages',
      sentence: 'messages may come with all their members, and roles of every kind',
      async run(kit) {
        const whole = {
          ...message(1, kit.newId('m')),
          parentId: 'p',
          status: 'complete',
          metadata: { a: 1 },
        };
        const messages = [
          { role: 'system', content: 'Be kind.' },
          question,
          { role: 'assistant', content: 'Yes.' },
          whole,
        ];
        await readAnswer(kit, { messages, config: { temperature: 0.5 } });
      },
    },
    {
      name: 'streaming-left',
      sentence: 'a client that leaves in the middle of an answer harms nobody',
      async run(kit) {
        const content = { json: { messages: [question] } };
        const started = (/** @type {string} */ text) => parseEvents(text).length >= 2;
        for (let round = 1; round <= 3; round += 1)
          await kit.client.readStart('/completion/generate', content, started);
        expectAnswer(await kit.client.get('/health'), 200);
        await readAnswer(kit);
      },
    },
    {
      name: 'streaming-wrong-members',
      sentence: 'a member that is wrong is refused by name, before anything is streamed',
      async run(kit) {
        const cases = /** @type {[any, string][]} */ ([
          [{}, 'messages'],
          [{ messages: [] }, 'messages'],
          [{ messages: {} }, 'messages'],
          [{ messages: [question, { content: 'x' }] }, 'messages[1].role'],
          [{ messages: [{ role: 'robot', content: 'x' }] }, 'messages[0].role'],
          [{ messages: [{ role: 'user' }] }, 'messages[0].content'],
          [{ messages: [{ role: 'user', content: ['x'] }] }, 'messages[0].content'],
          [{ messages: [{ ...question, id: '' }] }, 'messages[0].id'],
          [{ messages: [{ ...question, createdAt: 'today' }] }, 'messages[0].createdAt'],
          [{ messages: [question], config: 7 }, 'config'],
          [{ messages: [question], requestId: '' }, 'requestId'],
        ]);
        for (const [body, field] of cases) expectWrongField(await kit.generate(body), field);
        expectProblem(await kit.generate({ messages: [7] }), 400, 'invalid-field', {
          field: /^messages\[0\]/,
        });
      },
    },
  ],
};

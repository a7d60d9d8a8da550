/** Many requests at once: nothing is doubled, nothing is lost, and the order is kept. */
import { expectAnswer, expectSame, expectThat } from '../lib/expectations.mjs';
import { message, upTo } from '../lib/Kit.mjs';

const writers = 8;
const each = 15;

/** @type {import('../lib/types.mjs').Group} */
export const concurrency = {
  name: 'concurrency',
  title: 'Many requests at once',
  see: 'docs/protocol.md, "The sequence rule"',
  checks: [
    {
      name: 'concurrency-same-batch',
      sentence: `the same batch sent ${writers} times at once is stored once, and everybody hears of the same positions`,
      async run(kit) {
        const conversation = await kit.newConversation();
        const ids = upTo(20).map((seq) => kit.newId(`m${seq}`));
        const batch = ids.map((id, index) => message(index + 1, id));
        const answers = await Promise.all(upTo(writers).map(() => kit.append(conversation, 'w', batch)));
        for (const answer of answers) {
          const results = ids.map((id, index) => ({
            seq: index + 1,
            id,
            status: /^(stored|duplicate)$/,
            position: index + 1,
          }));
          expectAnswer(answer, 200, { nextSeq: 21, results });
        }
        const stored = answers
          .flatMap(({ json }) => json.results)
          .filter(({ status }) => status === 'stored');
        expectThat(answers[0], '20 results that are stored', stored.length === 20, `${stored.length}`);
        await kit.expectStored(conversation, ids);
      },
    },
    {
      name: 'concurrency-writers',
      sentence: `${writers} writers at once: positions 1, 2, 3, … without gaps, and the order of each writer`,
      async run(kit) {
        const conversation = await kit.newConversation();
        const names = upTo(writers).map((number) => kit.newId(`writer${number}`));
        const write = async (/** @type {string} */ name) => {
          for (const seq of upTo(each)) {
            const answer = await kit.append(conversation, name, [message(seq, `${name}:${seq}`)]);
            expectAnswer(answer, 200, { nextSeq: seq + 1, results: [{ seq, status: 'stored' }] });
          }
        };
        await Promise.all(names.map(write));
        const { answer, messages } = await kit.readAll(conversation);
        const positions = messages.map(({ position }) => position);
        expectSame(answer, 'the positions', positions, upTo(writers * each));
        for (const name of names) {
          const own = messages.map(({ id }) => id).filter((id) => id.startsWith(`${name}:`));
          expectSame(
            answer,
            `the messages of ${name}`,
            own,
            upTo(each).map((seq) => `${name}:${seq}`),
          );
        }
      },
    },
    {
      name: 'concurrency-create-id',
      see: 'docs/protocol.md, "`POST /conversation/create`"',
      sentence:
        'the same create with an id at once makes one conversation: one answer is 201, the others are 200',
      async run(kit) {
        const id = kit.newId('conversation');
        const answers = await Promise.all(upTo(writers).map(() => kit.create({ id, title: 'At once' })));
        const made = answers.filter(({ status }) => status === 201);
        for (const answer of answers) expectAnswer(answer, [200, 201], answers[0].json);
        expectThat(answers[0], 'one answer with 201', made.length === 1, `${made.length} answers with 201`);
      },
    },
    {
      name: 'concurrency-create-key',
      see: 'docs/protocol.md, "`POST /conversation/create`"',
      sentence:
        'the same create with an Idempotency-Key at once makes one conversation, and every answer is the same',
      async run(kit) {
        const headers = { 'idempotency-key': `"${kit.newId('key')}"` };
        const title = kit.newId('At once').slice(0, 40);
        const answers = await Promise.all(upTo(writers).map(() => kit.create({ title }, headers)));
        for (const answer of answers) {
          expectAnswer(answer, 201);
          expectThat(answer, answers[0].text, answer.text === answers[0].text, answer.text);
        }
        const list = await kit.client.get('/conversations?limit=500');
        const found =
          list.json?.conversations?.filter((/** @type {any} */ one) => one?.title === title) ?? [];
        expectThat(list, `one conversation named ${title}`, found.length === 1, `${found.length} of them`);
      },
    },
  ],
};

/** `POST /conversation/create`: idempotent, and the maker of titles. */
import {
  absent,
  anId,
  aTime,
  expectAnswer,
  expectProblem,
  expectSame,
  expectThat,
  expectWrongField,
} from '../lib/expectations.mjs';

/** @typedef {import('../lib/types.mjs').Kit} Kit */

/** The title that a conversation gets. @param {Kit} kit @param {unknown} body @param {any} title a pattern */
const expectTitle = async (kit, body, title) => expectAnswer(await kit.create(body), 201, { title });

/** @param {Kit} kit @param {string} sentence */
const keyOf = (kit, sentence) => ({ 'idempotency-key': `"${kit.newId(sentence)}"` });

/** @type {import('../lib/types.mjs').Group} */
export const create = {
  name: 'create',
  title: 'POST /conversation/create makes a conversation',
  see: 'docs/protocol.md, "`POST /conversation/create`"',
  checks: [
    {
      name: 'create-makes-id',
      sentence: 'a conversation gets an id, a title and the time of its making, and can be read',
      async run(kit) {
        const made = await kit.create({});
        expectAnswer(made, 201, { id: anId, title: 'New conversation', createdAt: aTime });
        const read = await kit.client.get(`/conversation/${made.json.id}`);
        expectAnswer(read, 200, { ...made.json, messageCount: 0 });
      },
    },
    {
      name: 'create-takes-id',
      sentence:
        'a conversation gets the id that the client chose, also one of every character that ids may have',
      async run(kit) {
        const id = `${kit.newId('a:b@c+d=e~f_g.H')}`;
        expectAnswer(await kit.create({ id, title: 'Chosen' }), 201, { id, title: 'Chosen' });
        expectAnswer(await kit.client.get(`/conversation/${encodeURIComponent(id)}`), 200, {
          id,
          title: 'Chosen',
        });
      },
    },
    {
      name: 'create-again',
      sentence: 'an id that exists gives the conversation back as it is, with 200',
      async run(kit) {
        const id = kit.newId('conversation');
        const first = await kit.create({ id, title: 'First' });
        expectAnswer(first, 201, { id, title: 'First' });
        expectAnswer(await kit.create({ id, title: 'Second' }), 200, first.json);
        expectAnswer(await kit.client.get(`/conversation/${id}`), 200, first.json);
      },
    },
    {
      name: 'create-key-again',
      sentence:
        'the same Idempotency-Key with the same payload gets the same bytes and status, however the payload is written',
      async run(kit) {
        const key = kit.newId('key');
        const config = { a: 1, b: { c: 2, d: 3 } };
        const first = await kit.create({ title: 'Once', config }, { 'idempotency-key': `"${key}"` });
        expectAnswer(first, 201, { id: anId });
        const body = '{ "config": {"b":{"d":3, "c":2},"a":1},\n "title": "Once" }';
        const again = await kit.client.send('POST', '/conversation/create', {
          body,
          headers: { 'idempotency-key': key },
        });
        expectAnswer(again, 201);
        expectThat(again, first.text, again.text === first.text, again.text);
      },
    },
    {
      name: 'create-key-reused',
      sentence: 'the same Idempotency-Key with another payload is refused with 422 idempotency-key-reused',
      async run(kit) {
        const headers = keyOf(kit, 'reused');
        const first = await kit.create({ title: 'One' }, headers);
        expectAnswer(first, 201);
        expectProblem(await kit.create({ title: 'Other' }, headers), 422, 'idempotency-key-reused');
        expectAnswer(await kit.create({ title: 'One' }, headers), 201, first.json);
      },
    },
    {
      name: 'create-key-wrong',
      sentence: 'an Idempotency-Key that is empty, has spaces or is too long is refused by name',
      async run(kit) {
        for (const key of ['""', 'a b', 'x'.repeat(256)])
          expectWrongField(await kit.create({}, { 'idempotency-key': key }), 'Idempotency-Key');
      },
    },
    {
      name: 'create-title-given',
      sentence: 'the title that was given is the title, on one line',
      run: (kit) => expectTitle(kit, { title: '  My\n title  ', firstMessage: 'Hello.' }, 'My title'),
    },
    {
      name: 'create-title-made',
      sentence: 'where no title is given, the server makes it from the first sentence of the first message',
      async run(kit) {
        await expectTitle(kit, { firstMessage: 'Plan my week. I have too much to do.' }, /^Plan my week\.?$/);
        await expectTitle(
          kit,
          { title: ' ', firstMessage: 'What is a holdfast? Tell me.' },
          'What is a holdfast?',
        );
        await expectTitle(kit, { title: null, firstMessage: ' ' }, 'New conversation');
      },
    },
    {
      name: 'create-title-long',
      sentence:
        'a title has at most 60 characters, with an ellipsis for what was cut, and never half a character',
      async run(kit) {
        for (const firstMessage of ['word '.repeat(40), '世界👋'.repeat(40)]) {
          const answer = await kit.create({ firstMessage });
          expectAnswer(answer, 201, { title: /…$/ });
          const { title } = answer.json;
          expectThat(
            answer,
            'at most 60 whole characters',
            [...title].length <= 60 && !title.includes('\uFFFD'),
          );
        }
      },
    },
    {
      name: 'create-wrong-members',
      sentence: 'a member that is wrong is refused by name, and nothing is made',
      async run(kit) {
        const id = kit.newId('wrong');
        const cases = /** @type {[any, string][]} */ ([
          [{ id: 'no spaces' }, 'id'],
          [{ id: '' }, 'id'],
          [{ id: 'x'.repeat(129) }, 'id'],
          [{ id: 7 }, 'id'],
          [{ id, title: 7 }, 'title'],
          [{ id, firstMessage: ['x'] }, 'firstMessage'],
          [{ id, config: 'x' }, 'config'],
          [{ id, config: [] }, 'config'],
        ]);
        for (const [body, field] of cases) expectWrongField(await kit.create(body), field);
        expectProblem(await kit.client.get(`/conversation/${id}`), 404, 'conversation-not-found');
      },
    },
    {
      name: 'create-null-members',
      sentence: 'a member that is null counts as not given, and one that nobody knows is passed over',
      async run(kit) {
        const answer = await kit.create({ id: null, title: 'Known', config: null, colour: 'green' });
        expectAnswer(answer, 201, { id: anId, title: 'Known', colour: absent });
        const read = await kit.client.get(`/conversation/${answer.json.id}`);
        expectSame(read, 'the title', read.json?.title, 'Known');
      },
    },
  ],
};

/** The queries: what was answered is seen, page by page. */
import {
  absent,
  aTime,
  expectAnswer,
  expectProblem,
  expectSame,
  expectWrongField,
} from '../lib/expectations.mjs';
import { message, upTo } from '../lib/Kit.mjs';

/** @param {import('../lib/types.mjs').Kit} kit @param {number} count */
async function makeConversation(kit, count) {
  const conversation = await kit.newConversation();
  const ids = upTo(count).map((seq) => kit.newId(`m${seq}`));
  expectAnswer(
    await kit.append(
      conversation,
      'w',
      ids.map((id, index) => message(index + 1, id)),
    ),
    200,
  );
  return { conversation, ids };
}

/** @type {import('../lib/types.mjs').Group} */
export const queries = {
  name: 'queries',
  title: 'The queries: what was answered is seen',
  see: 'docs/protocol.md, "Queries"',
  checks: [
    {
      name: 'queries-read-after-write',
      sentence: 'an append that was answered is seen by every query that is sent after it',
      async run(kit) {
        const conversation = await kit.newConversation();
        for (const seq of upTo(15)) {
          const id = kit.newId(`m${seq}`);
          expectAnswer(await kit.append(conversation, 'w', [message(seq, id)]), 200);
          const page = await kit.readPage(conversation, `?after=${seq - 1}`);
          expectAnswer(page, 200, { messages: [{ id, position: seq }] });
          expectAnswer(await kit.client.get(`/conversation/${conversation}`), 200, { messageCount: seq });
        }
      },
    },
    {
      name: 'queries-pages',
      sentence: 'messages come in pages of the size that was asked for, and next is there until the last one',
      async run(kit) {
        const { conversation, ids } = await makeConversation(kit, 7);
        const [first, last] = [ids.slice(0, 3), ids.slice(3)].map((part) => part.map((id) => ({ id })));
        expectAnswer(await kit.readPage(conversation, '?limit=3'), 200, { messages: first, next: 3 });
        expectAnswer(await kit.readPage(conversation, '?after=3&limit=4'), 200, {
          messages: last,
          next: absent,
        });
        expectAnswer(await kit.readPage(conversation, '?after=7'), 200, { messages: [], next: absent });
        expectAnswer(await kit.readPage(conversation, '?after=9000'), 200, { messages: [], next: absent });
        const { answer, messages } = await kit.readAll(conversation, 2);
        expectSame(
          answer,
          'the ids of all pages of 2',
          messages.map(({ id }) => id),
          ids,
        );
      },
    },
    {
      name: 'queries-page-size',
      sentence: 'a page holds 100 messages where nothing is said',
      async run(kit) {
        const { conversation, ids } = await makeConversation(kit, 101);
        const messages = ids.slice(0, 100).map((id) => ({ id }));
        expectAnswer(await kit.readPage(conversation), 200, { messages, next: 100 });
      },
    },
    {
      name: 'queries-list',
      sentence: 'conversations are listed with the newest first, with their titles and numbers of messages',
      async run(kit) {
        const { conversation: older } = await makeConversation(kit, 2);
        const newer = await kit.newConversation('The newest of all');
        const described = [
          { id: newer, title: 'The newest of all', messageCount: 0, createdAt: aTime },
          { id: older, messageCount: 2, createdAt: aTime },
        ];
        expectAnswer(await kit.client.get('/conversations?limit=2'), 200, { conversations: described });
        expectAnswer(await kit.client.get('/conversations?limit=1'), 200, {
          conversations: described.slice(0, 1),
        });
      },
    },
    {
      name: 'queries-unknown',
      sentence: 'a conversation that nobody made gets 404 conversation-not-found',
      async run(kit) {
        const path = `/conversation/${kit.newId('nobody')}`;
        expectProblem(await kit.client.get(path), 404, 'conversation-not-found');
        expectProblem(await kit.client.get(`${path}/messages`), 404, 'conversation-not-found');
      },
    },
    {
      name: 'queries-wrong-numbers',
      sentence: 'a limit or an after that is no whole number in its range is refused by name',
      async run(kit) {
        const path = `/conversation/${await kit.newConversation()}/messages`;
        for (const limit of ['0', '501', 'ten', '', '-1', '1.5', '99999999999999999999']) {
          expectWrongField(await kit.client.get(`${path}?limit=${limit}`), 'limit');
          expectWrongField(await kit.client.get(`/conversations?limit=${limit}`), 'limit');
        }
        for (const after of ['-1', '1e3', 'x', '99999999999999999999'])
          expectWrongField(await kit.client.get(`${path}?after=${after}`), 'after');
      },
    },
    {
      name: 'queries-uncached',
      see: 'docs/protocol.md, "What holds for every request"',
      sentence: 'no answer is to be cached',
      async run(kit) {
        const id = await kit.newConversation();
        for (const path of [`/conversation/${id}`, `/conversation/${id}/messages`, '/conversations']) {
          const answer = await kit.client.get(path);
          expectAnswer(answer, 200);
          const policy = answer.headers.get('cache-control') ?? 'nothing';
          expectSame(
            answer,
            'cache-control',
            /no-store|no-cache/.test(policy) ? 'no-store' : policy,
            'no-store',
          );
        }
      },
    },
    {
      name: 'queries-health',
      see: 'docs/protocol.md, "Protocol v1"',
      sentence: 'GET /health says that the server answers',
      run: async (kit) => expectAnswer(await kit.client.get('/health'), 200, { status: 'ok' }),
    },
  ],
};

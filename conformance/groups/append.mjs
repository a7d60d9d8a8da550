/** `POST /message/append`: what is stored, and what comes back of it. */
import { expectAnswer, expectProblem, expectSame, expectWrongField } from '../lib/expectations.mjs';
import { message, upTo } from '../lib/Kit.mjs';

/** @type {import('../lib/types.mjs').Group} */
export const append = {
  name: 'append',
  title: 'POST /message/append saves messages',
  see: 'docs/protocol.md, "`POST /message/append`"',
  checks: [
    {
      name: 'append-one',
      sentence: 'one message is stored at position 1, and the answer says which seq is next',
      async run(kit) {
        const conversationId = await kit.newConversation();
        const [id, writer] = [kit.newId('m'), kit.newId('w')];
        const answer = await kit.append(conversationId, writer, [message(1, id)]);
        const results = [{ seq: 1, id, status: 'stored', position: 1 }];
        expectAnswer(answer, 200, { conversationId, writer, nextSeq: 2, results });
        await kit.expectStored(conversationId, [id]);
      },
    },
    {
      name: 'append-batch',
      sentence: 'a batch of 100 messages is stored in its order, with a result for each message',
      async run(kit) {
        const conversationId = await kit.newConversation();
        const ids = upTo(100).map((seq) => kit.newId(`m${seq}`));
        const answer = await kit.append(
          conversationId,
          'w',
          ids.map((id, index) => message(index + 1, id)),
        );
        const results = ids.map((id, index) => ({
          seq: index + 1,
          id,
          status: 'stored',
          position: index + 1,
        }));
        expectAnswer(answer, 200, { nextSeq: 101, results });
        await kit.expectStored(conversationId, ids);
        expectAnswer(await kit.client.get(`/conversation/${conversationId}`), 200, { messageCount: 100 });
      },
    },
    {
      name: 'append-whole',
      sentence: 'every member of a message comes back as it was sent: text, metadata, parent and status',
      async run(kit) {
        const conversationId = await kit.newConversation();
        const sent = {
          id: kit.newId('m'),
          role: 'assistant',
          content: 'Grüße, 世界 👋 "quoted" \\ \u0000 and \n lines',
          createdAt: '2026-11-22T10:00:00.123Z',
          parentId: kit.newId('parent'),
          status: 'interrupted',
          metadata: { model: 'some', nested: { list: [1, 2.5, null, true], empty: {} } },
        };
        expectAnswer(await kit.append(conversationId, 'w', [{ seq: 1, ...sent }]), 200, {
          results: [{ status: 'stored' }],
        });
        const page = await kit.readPage(conversationId);
        expectSame(page, 'the message', page.json?.messages?.[0], { position: 1, ...sent });
      },
    },
    {
      name: 'append-roles',
      sentence: 'every role and every status of a message is taken, and an empty text',
      async run(kit) {
        const conversationId = await kit.newConversation();
        const given = [
          ...['system', 'user', 'assistant', 'tool'].map((role) => ({ role })),
          ...['complete', 'aborted', 'interrupted'].map((status) => ({ role: 'assistant', status })),
          { role: 'user', content: '' },
        ];
        const messages = given.map((members, index) => ({
          ...message(index + 1, kit.newId('m')),
          ...members,
        }));
        const answer = await kit.append(conversationId, 'w', messages);
        expectAnswer(answer, 200, { results: messages.map(() => ({ status: 'stored' })) });
        // `complete` is what a status is where it is left out.
        const stored = given.map((members) =>
          'status' in members && members.status === 'complete' ? { role: members.role } : members,
        );
        expectAnswer(await kit.readPage(conversationId), 200, { messages: stored });
      },
    },
    {
      name: 'append-null-members',
      sentence: 'a member that is null counts as not given, and one that nobody knows is passed over',
      async run(kit) {
        const conversationId = await kit.newConversation();
        const nothing = { parentId: null, status: null, metadata: null, tombstone: null };
        const sent = { ...message(1, kit.newId('m')), ...nothing, colour: 'green' };
        expectAnswer(await kit.append(conversationId, 'w', [sent]), 200, { results: [{ status: 'stored' }] });
      },
    },
    {
      name: 'append-unknown-conversation',
      sentence: 'a conversation that nobody made gets 404 conversation-not-found, and is not made by that',
      async run(kit) {
        const id = kit.newId('nowhere');
        expectProblem(await kit.append(id, 'w', [message(1, kit.newId('m'))]), 404, 'conversation-not-found');
        expectProblem(await kit.client.get(`/conversation/${id}`), 404, 'conversation-not-found');
      },
    },
    {
      name: 'append-wrong-envelope',
      sentence: 'a wrong conversationId, writer or list of messages fails the request by name',
      async run(kit) {
        const conversationId = await kit.newConversation();
        const good = { conversationId, writer: 'w', messages: [message(1, kit.newId('m'))] };
        const cases = /** @type {[any, string][]} */ ([
          [{ conversationId: undefined }, 'conversationId'],
          [{ conversationId: 'a/b' }, 'conversationId'],
          [{ writer: 7 }, 'writer'],
          [{ writer: 'x'.repeat(129) }, 'writer'],
          [{ messages: undefined }, 'messages'],
          [{ messages: [] }, 'messages'],
          [{ messages: {} }, 'messages'],
        ]);
        for (const [change, field] of cases)
          expectWrongField(await kit.client.post('/message/append', { ...good, ...change }), field);
        await kit.expectStored(conversationId, []);
      },
    },
  ],
};

/** The sequence rule, row by row: what becomes of the next message. */
import { absent, expectAnswer, expectProblem } from '../lib/expectations.mjs';
import { message } from '../lib/Kit.mjs';

const see = 'docs/protocol.md, "The sequence rule"';

/** @type {import('../lib/types.mjs').Group} */
export const sequence = {
  name: 'sequence',
  title: 'The sequence rule: what becomes of a message',
  see,
  checks: [
    {
      name: 'sequence-next',
      sentence: 'seq = last + 1 is stored with its position, in one request or in many',
      async run(kit) {
        const [conversation, ids] = [await kit.newConversation(), ['a', 'b', 'c'].map(kit.newId)];
        for (const [index, id] of ids.entries()) {
          const results = [{ seq: index + 1, id, status: 'stored', position: index + 1 }];
          expectAnswer(await kit.append(conversation, 'w', [message(index + 1, id)]), 200, {
            nextSeq: index + 2,
            results,
          });
        }
        await kit.expectStored(conversation, ids);
      },
    },
    {
      name: 'sequence-known-id',
      sentence:
        'an id that is in this conversation already is a duplicate under any seq of any writer, and the seq advances',
      async run(kit) {
        const conversation = await kit.newConversation();
        const [a, b, c] = ['a', 'b', 'c'].map(kit.newId);
        await kit.append(conversation, 'one', [message(1, a), message(2, b)]);
        const same = await kit.append(conversation, 'one', [message(3, a), message(4, c)]);
        const results = [
          { seq: 3, id: a, status: 'duplicate', position: 1 },
          { seq: 4, id: c, status: 'stored', position: 3 },
        ];
        expectAnswer(same, 200, { nextSeq: 5, results });
        const other = await kit.append(conversation, 'two', [message(1, b)]);
        expectAnswer(other, 200, {
          nextSeq: 2,
          results: [{ seq: 1, id: b, status: 'duplicate', position: 2 }],
        });
        await kit.expectStored(conversation, [a, b, c]);
      },
    },
    {
      name: 'sequence-same-id-twice',
      sentence: 'the same id twice in one batch is stored once',
      async run(kit) {
        const [conversation, id] = [await kit.newConversation(), kit.newId('twice')];
        const answer = await kit.append(conversation, 'w', [message(1, id), message(2, id)]);
        const results = [
          { status: 'stored', position: 1 },
          { status: 'duplicate', position: 1 },
        ];
        expectAnswer(answer, 200, { nextSeq: 3, results });
        await kit.expectStored(conversation, [id]);
      },
    },
    {
      name: 'sequence-id-taken',
      sentence: 'an id that is in another conversation is rejected with id-taken, and the seq advances',
      async run(kit) {
        const [one, other] = [await kit.newConversation(), await kit.newConversation()];
        const [taken, next] = [kit.newId('taken'), kit.newId('next')];
        await kit.append(one, 'w', [message(1, taken)]);
        const answer = await kit.append(other, 'w', [message(1, taken), message(2, next)]);
        const problem = { type: 'urn:holdfast:problem:id-taken', code: 'id-taken', status: 422 };
        const results = [
          { seq: 1, status: 'rejected', position: absent, problem },
          { seq: 2, status: 'stored', position: 1 },
        ];
        expectAnswer(answer, 200, { nextSeq: 3, results });
        await kit.expectStored(other, [next]);
        await kit.expectStored(one, [taken]);
      },
    },
    {
      name: 'sequence-rejected',
      sentence:
        'a message that is not acceptable is rejected with the member at fault, the seq advances, and the rest is stored',
      async run(kit) {
        const conversation = await kit.newConversation();
        const faults = /** @type {[any, string][]} */ ([
          [{ role: 'robot' }, 'role'],
          [{ role: undefined }, 'role'],
          [{ content: undefined }, 'content'],
          [{ content: { parts: [] } }, 'content'],
          [{ id: 'a b' }, 'id'],
          [{ id: undefined }, 'id'],
          [{ createdAt: 'yesterday' }, 'createdAt'],
          [{ createdAt: undefined }, 'createdAt'],
          [{ parentId: 7 }, 'parentId'],
          [{ status: 'lost' }, 'status'],
          [{ metadata: 'x' }, 'metadata'],
          [{ metadata: [] }, 'metadata'],
        ]);
        const wrong = faults.map(([fault], index) => ({ ...message(index + 1, kit.newId('m')), ...fault }));
        const good = message(wrong.length + 1, kit.newId('good'));
        const answer = await kit.append(conversation, 'w', [...wrong, good]);
        const rejected = faults.map(([, member], index) => ({
          seq: index + 1,
          status: 'rejected',
          position: absent,
          problem: { code: 'invalid-field', status: 422, field: `messages[${index}].${member}` },
        }));
        expectAnswer(answer, 200, {
          nextSeq: good.seq + 1,
          results: [...rejected, { status: 'stored', position: 1 }],
        });
        await kit.expectStored(conversation, [good.id]);
      },
    },
    {
      name: 'sequence-tombstone',
      sentence: 'a tombstone is skipped, and the seq advances',
      async run(kit) {
        const [conversation, id] = [await kit.newConversation(), kit.newId('next')];
        const answer = await kit.append(conversation, 'w', [{ seq: 1, tombstone: true }, message(2, id)]);
        const results = [
          { seq: 1, status: 'skipped', position: absent },
          { seq: 2, id, status: 'stored', position: 1 },
        ];
        expectAnswer(answer, 200, { nextSeq: 3, results });
        await kit.expectStored(conversation, [id]);
      },
    },
    {
      name: 'sequence-gap',
      sentence:
        'seq > last + 1 is 409 sequence-gap; what came before it is applied, and nothing from there on',
      async run(kit) {
        const conversation = await kit.newConversation();
        const [a, b, c] = ['a', 'b', 'c'].map(kit.newId);
        const answer = await kit.append(conversation, 'w', [message(1, a), message(3, c), message(2, b)]);
        const results = [{ seq: 1, id: a, status: 'stored', position: 1 }];
        const order = { expected: 2, received: 3, nextSeq: 2, conversationId: conversation, writer: 'w' };
        expectProblem(answer, 409, 'sequence-gap', { ...order, results });
        await kit.expectStored(conversation, [a]);
        expectAnswer(await kit.append(conversation, 'w', [message(2, b), message(3, c)]), 200, {
          nextSeq: 4,
        });
        await kit.expectStored(conversation, [a, b, c]);
      },
    },
    {
      name: 'sequence-first-gap',
      sentence: 'the first message of a writer has the seq 1, else it is a gap',
      async run(kit) {
        const conversation = await kit.newConversation();
        const answer = await kit.append(conversation, 'w', [message(2, kit.newId('m'))]);
        expectProblem(answer, 409, 'sequence-gap', { expected: 1, received: 2, nextSeq: 1, results: [] });
        await kit.expectStored(conversation, []);
      },
    },
    {
      name: 'sequence-conflict',
      sentence:
        'a decided seq with another id is 409 sequence-conflict; what came before it is applied, and nothing from there on',
      async run(kit) {
        const conversation = await kit.newConversation();
        const [a, b, c, other] = ['a', 'b', 'c', 'other'].map(kit.newId);
        await kit.append(conversation, 'w', [message(1, a)]);
        const answer = await kit.append(conversation, 'w', [message(2, b), message(1, other), message(3, c)]);
        const results = [{ seq: 2, id: b, status: 'stored', position: 2 }];
        expectProblem(answer, 409, 'sequence-conflict', { received: 1, nextSeq: 3, writer: 'w', results });
        await kit.expectStored(conversation, [a, b]);
      },
    },
    {
      name: 'sequence-rejected-conflict',
      sentence: 'the seq of a message that was rejected belongs to its id, too',
      async run(kit) {
        const [conversation, id] = [await kit.newConversation(), kit.newId('rejected')];
        await kit.append(conversation, 'w', [{ ...message(1, id), role: 'robot' }]);
        const answer = await kit.append(conversation, 'w', [message(1, kit.newId('other'))]);
        expectProblem(answer, 409, 'sequence-conflict', { received: 1, nextSeq: 2, results: [] });
        await kit.expectStored(conversation, []);
      },
    },
    {
      name: 'sequence-own-counts',
      sentence: 'every writer counts on its own, in every conversation',
      async run(kit) {
        const [one, other] = [await kit.newConversation(), await kit.newConversation()];
        const pairs = [
          [one, 'a'],
          [one, 'b'],
          [other, 'a'],
        ];
        for (const [conversation, writer] of pairs) {
          const answer = await kit.append(conversation, writer, [message(1, kit.newId('m'))]);
          expectAnswer(answer, 200, { nextSeq: 2, results: [{ status: 'stored' }] });
        }
      },
    },
    {
      name: 'sequence-unusable',
      sentence:
        'a message without a usable seq, or a tombstone that is not true, fails the whole request, and nothing is applied',
      async run(kit) {
        const [conversation, good] = [await kit.newConversation(), message(1, kit.newId('good'))];
        const bad = ['null', '0', '-1', '1.5', '"2"', 'true', '9007199254740992', '1e400', '{}', '[2]'];
        const messages = [
          ...bad.map((seq) => `"seq":${seq}`),
          '"id":"m"',
          '"seq":2,"tombstone":"yes"',
          '"seq":2,"tombstone":false',
        ];
        for (const members of messages) {
          const second = `{${members},"role":"user","content":"x","createdAt":"2026-11-22T10:00:00Z"}`;
          const body = `{"conversationId":"${conversation}","writer":"w","messages":[${JSON.stringify(good)},${second}]}`;
          const answer = await kit.client.send('POST', '/message/append', { body });
          // A number beyond every double is no number to some readers of JSON, and no JSON to others.
          if (members === '"seq":1e400' && answer.json?.code === 'invalid-json')
            expectProblem(answer, 400, 'invalid-json');
          else expectProblem(answer, 400, 'invalid-field', { field: /^messages\[1\]/ });
        }
        await kit.expectStored(conversation, []);
      },
    },
  ],
};

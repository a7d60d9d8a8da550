/** The sequence rule: decisions are kept, whatever is sent again. */
import { expectAnswer, expectSame } from '../lib/expectations.mjs';
import { message, upTo } from '../lib/Kit.mjs';

/** @type {import('../lib/types.mjs').Group} */
export const decisions = {
  name: 'decisions',
  title: 'The sequence rule: decisions are kept',
  see: 'docs/protocol.md, "The sequence rule"',
  checks: [
    {
      name: 'decisions-duplicate',
      sentence:
        'what is stored is a duplicate with its position however often it is sent again, and stored once',
      async run(kit) {
        const conversation = await kit.newConversation();
        const ids = upTo(5).map((seq) => kit.newId(`m${seq}`));
        const batch = ids.map((id, index) => message(index + 1, id));
        expectAnswer(await kit.append(conversation, 'w', batch), 200);
        const results = ids.map((id, index) => ({
          seq: index + 1,
          id,
          status: 'duplicate',
          position: index + 1,
        }));
        for (let attempt = 1; attempt <= 3; attempt += 1)
          expectAnswer(await kit.append(conversation, 'w', batch), 200, { nextSeq: 6, results });
        await kit.expectStored(conversation, ids);
      },
    },
    {
      name: 'decisions-half-known',
      sentence: 'a batch of which a half is known stores the other half',
      async run(kit) {
        const conversation = await kit.newConversation();
        const [a, b] = ['a', 'b'].map(kit.newId);
        await kit.append(conversation, 'w', [message(1, a)]);
        const answer = await kit.append(conversation, 'w', [message(1, a), message(2, b)]);
        const results = [
          { status: 'duplicate', position: 1 },
          { status: 'stored', position: 2 },
        ];
        expectAnswer(answer, 200, { nextSeq: 3, results });
      },
    },
    {
      name: 'decisions-renumbered',
      sentence: 'a batch that comes again from a new writer, numbered anew, is known message by message',
      async run(kit) {
        const conversation = await kit.newConversation();
        const [a, b, c] = ['a', 'b', 'c'].map(kit.newId);
        await kit.append(conversation, 'old', [message(1, a), message(2, b)]);
        const answer = await kit.append(conversation, 'new', [message(1, b), message(2, a), message(3, c)]);
        const results = [
          { seq: 1, id: b, status: 'duplicate', position: 2 },
          { seq: 2, id: a, status: 'duplicate', position: 1 },
          { seq: 3, id: c, status: 'stored', position: 3 },
        ];
        expectAnswer(answer, 200, { nextSeq: 4, results });
      },
    },
    {
      name: 'decisions-rejected',
      sentence: 'what was rejected is rejected with the same problem, also where the message was mended',
      async run(kit) {
        const conversation = await kit.newConversation();
        const [a, bad, c] = ['a', 'bad', 'c'].map(kit.newId);
        const batch = [message(1, a), { ...message(2, bad), role: 'robot' }, message(3, c)];
        const first = await kit.append(conversation, 'w', batch);
        expectAnswer(first, 200, { results: [{}, { status: 'rejected' }, { status: 'stored' }] });
        const again = await kit.append(conversation, 'w', batch);
        expectSame(again, 'the result of seq 2', again.json?.results?.[1], first.json.results[1]);
        const mended = await kit.append(conversation, 'w', [message(2, bad)]);
        expectSame(mended, 'the result of seq 2', mended.json?.results?.[0], first.json.results[1]);
        await kit.expectStored(conversation, [a, c]);
      },
    },
    {
      name: 'decisions-id-taken',
      sentence: 'what was rejected with id-taken stays so',
      async run(kit) {
        const [one, other, id] = [
          await kit.newConversation(),
          await kit.newConversation(),
          kit.newId('taken'),
        ];
        await kit.append(one, 'w', [message(1, id)]);
        for (let attempt = 1; attempt <= 2; attempt += 1) {
          const answer = await kit.append(other, 'w', [message(1, id)]);
          expectAnswer(answer, 200, {
            nextSeq: 2,
            results: [{ status: 'rejected', problem: { code: 'id-taken' } }],
          });
        }
        await kit.expectStored(other, []);
      },
    },
    {
      name: 'decisions-skipped',
      sentence: 'a message for a seq that was skipped is skipped, and can be sent again under a new seq',
      async run(kit) {
        const [conversation, late] = [await kit.newConversation(), kit.newId('late')];
        await kit.append(conversation, 'w', [{ seq: 1, tombstone: true }]);
        const skipped = await kit.append(conversation, 'w', [message(1, late)]);
        expectAnswer(skipped, 200, { nextSeq: 2, results: [{ seq: 1, status: 'skipped' }] });
        await kit.expectStored(conversation, []);
        const stored = await kit.append(conversation, 'w', [message(2, late)]);
        expectAnswer(stored, 200, {
          nextSeq: 3,
          results: [{ seq: 2, id: late, status: 'stored', position: 1 }],
        });
      },
    },
    {
      name: 'decisions-late-tombstone',
      sentence: 'a tombstone for a seq that was decided changes nothing, and gets what was decided',
      async run(kit) {
        const conversation = await kit.newConversation();
        const [a, bad] = ['a', 'bad'].map(kit.newId);
        await kit.append(conversation, 'w', [message(1, a), { ...message(2, bad), role: 'robot' }]);
        const answer = await kit.append(conversation, 'w', [
          { seq: 1, tombstone: true },
          { seq: 2, tombstone: true },
        ]);
        const results = [
          { seq: 1, id: a, status: 'duplicate', position: 1 },
          { seq: 2, status: 'rejected', problem: { code: 'invalid-field' } },
        ];
        expectAnswer(answer, 200, { nextSeq: 3, results });
        await kit.expectStored(conversation, [a]);
      },
    },
  ],
};

/** The limits: up to them everything is taken, and beyond them it is refused, as the table says. */
import { expectAnswer, expectProblem, expectWrongField } from '../lib/expectations.mjs';
import { message, upTo } from '../lib/Kit.mjs';

const mebibyte = 1024 * 1024;

/** @param {number} count @param {(seq: number) => unknown} make */
const list = (count, make) => upTo(count).map(make);

/** @type {import('../lib/types.mjs').Group} */
export const limits = {
  name: 'limits',
  title: 'The limits',
  see: 'docs/protocol.md, "What holds for every request"',
  checks: [
    {
      name: 'limits-batch',
      sentence:
        '1000 messages in one append are taken, and 1001 are 413 batch-too-large, of which nothing is stored',
      async run(kit) {
        const [full, over] = [await kit.newConversation(), await kit.newConversation()];
        const name = kit.newId('m');
        const batch = (/** @type {number} */ count) =>
          list(count, (seq) => message(seq, `${name}:${seq}`, 'x'));
        expectProblem(await kit.append(over, 'w', batch(1001)), 413, 'batch-too-large');
        await kit.expectStored(over, []);
        expectAnswer(await kit.append(full, 'w', batch(1000)), 200, { nextSeq: 1001 });
      },
    },
    {
      name: 'limits-message',
      sentence:
        'content and metadata of 1 MiB together are stored; more is rejected with message-too-large, and blocks nothing',
      async run(kit) {
        const conversation = await kit.newConversation();
        const [over, withMetadata, full] = ['over', 'with', 'full'].map(kit.newId);
        const answer = await kit.append(conversation, 'w', [
          message(1, over, 'x'.repeat(mebibyte + 1)),
          { ...message(2, withMetadata, 'x'.repeat(mebibyte - 10)), metadata: { more: 'than ten bytes' } },
          message(3, full, 'x'.repeat(mebibyte)),
        ]);
        const rejected = { status: 'rejected', problem: { code: 'message-too-large', status: 413 } };
        expectAnswer(answer, 200, {
          nextSeq: 4,
          results: [rejected, rejected, { status: 'stored', position: 1 }],
        });
      },
    },
    {
      name: 'limits-bytes',
      sentence: 'the limit of a message counts bytes of UTF-8, not characters',
      async run(kit) {
        const sent = message(1, kit.newId('m'), '世'.repeat(mebibyte / 3 + 1));
        const answer = await kit.append(await kit.newConversation(), 'w', [sent]);
        expectAnswer(answer, 200, {
          results: [{ status: 'rejected', problem: { code: 'message-too-large' } }],
        });
      },
    },
    {
      name: 'limits-body',
      sentence: 'a body over 8 MiB is 413 body-too-large',
      async run(kit) {
        expectProblem(await kit.create({ title: 'x'.repeat(9 * mebibyte) }), 413, 'body-too-large');
        expectAnswer(await kit.create({ ignored: 'x'.repeat(7 * mebibyte) }), 201);
      },
    },
    {
      name: 'limits-create',
      sentence: 'a title over 4 KiB and a first message over 1 MiB are refused by name',
      async run(kit) {
        expectWrongField(await kit.create({ title: 'x'.repeat(4097) }), 'title');
        expectAnswer(await kit.create({ title: 'x'.repeat(4096) }), 201);
        expectWrongField(await kit.create({ firstMessage: 'x'.repeat(mebibyte + 1) }), 'firstMessage');
      },
    },
    {
      name: 'limits-generate',
      sentence: 'more than 1000 messages in one generate are refused by name',
      async run(kit) {
        const messages = list(1001, () => ({ role: 'user', content: 'x' }));
        expectWrongField(await kit.generate({ messages }), 'messages');
      },
    },
    {
      name: 'limits-header',
      sentence: 'a header over 16 KiB is 431',
      async run(kit) {
        const answer = await kit.client.send('GET', '/health', { headers: { 'x-long': 'y'.repeat(20_000) } });
        expectAnswer(answer, 431);
        const isProblem = answer.json?.code === 'header-too-large';
        return isProblem ? undefined : 'the HTTP library says so by itself, without a problem';
      },
    },
  ],
};

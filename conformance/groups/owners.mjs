/** Conversations belong to their users, where a backend knows users. */
import { expectAnswer, expectProblem, expectThat } from '../lib/expectations.mjs';
import { message } from '../lib/Kit.mjs';

/** @typedef {import('../lib/types.mjs').Kit} Kit */
/** @typedef {import('../lib/Client.mjs').Client} Client */

/** The other user; the group is skipped where there is none. @param {Kit} kit */
const otherOf = (kit) => /** @type {Client} */ (kit.other);

/** A conversation of the first user with one message. @param {Kit} kit */
async function newSecret(kit) {
  const [id, messageId] = [await kit.newConversation('A secret'), kit.newId('m')];
  expectAnswer(await kit.append(id, 'w', [message(1, messageId, 'Nobody knows.')]), 200);
  return { id, messageId };
}

/** Every request that names a conversation. @param {Client} client @param {string} id */
const touchAll = async (client, id) => [
  await client.get(`/conversation/${id}`),
  await client.get(`/conversation/${id}/messages`),
  await client.post('/message/append', {
    conversationId: id,
    writer: 'w',
    messages: [message(2, 'intruder')],
  }),
  await client.send('PATCH', `/conversation/${id}`, { json: { title: 'Mine' } }),
  await client.send('DELETE', `/conversation/${id}`),
];

/** @type {import('../lib/types.mjs').Group} */
export const owners = {
  name: 'owners',
  title: 'Conversations belong to their users',
  see: 'docs/protocol.md, "Users"',
  findAbsence: async (kit) => (kit.other ? undefined : 'it takes two users: --token and --other-token'),
  checks: [
    {
      name: 'owners-unauthorized',
      sentence:
        'without a token, or with a wrong one, every request gets 401 unauthorized and WWW-Authenticate: Bearer',
      async run(kit) {
        const { id } = await newSecret(kit);
        for (const client of [kit.client.as(undefined), kit.client.as('not-a-token')]) {
          const answers = [
            ...(await touchAll(client, id)).filter(({ status }) => status !== 405),
            await client.get('/conversations'),
            await client.post('/conversation/create', {}),
            await client.post('/completion/generate', { messages: [{ role: 'user', content: 'x' }] }),
          ];
          for (const answer of answers) {
            expectProblem(answer, 401, 'unauthorized');
            const challenge = answer.headers.get('www-authenticate') ?? 'nothing';
            expectThat(answer, 'WWW-Authenticate: Bearer', /^Bearer\b/i.test(challenge), challenge);
          }
        }
      },
    },
    {
      name: 'owners-not-found',
      sentence:
        'the conversation of another is 404 conversation-not-found for every read, append, rename and delete',
      async run(kit) {
        const { id, messageId } = await newSecret(kit);
        for (const answer of await touchAll(otherOf(kit), id))
          if (answer.status !== 405) expectProblem(answer, 404, 'conversation-not-found');
        await kit.expectStored(id, [messageId]);
        expectAnswer(await kit.client.get(`/conversation/${id}`), 200, { title: 'A secret' });
      },
    },
    {
      name: 'owners-list',
      sentence: 'nobody sees the conversations of another in a list',
      async run(kit) {
        const { id } = await newSecret(kit);
        const list = await otherOf(kit).get('/conversations?limit=500');
        expectAnswer(list, 200, { conversations: Array.isArray });
        expectThat(list, `a list without ${id}`, !list.text.includes(id));
      },
    },
    {
      name: 'owners-id-taken',
      sentence:
        'a create with an id that another has gets 409 id-taken, and tells nothing of the conversation',
      async run(kit) {
        const { id } = await newSecret(kit);
        const answer = await otherOf(kit).post('/conversation/create', { id, title: 'Mine' });
        expectProblem(answer, 409, 'id-taken');
        expectThat(answer, 'nothing of its title', !answer.text.includes('A secret'));
        expectAnswer(await kit.client.get(`/conversation/${id}`), 200, { title: 'A secret' });
      },
    },
    {
      name: 'owners-own-keys',
      sentence: 'an Idempotency-Key of one user says nothing to another',
      async run(kit) {
        const headers = { 'idempotency-key': `"${kit.newId('key')}"` };
        const first = await kit.create({ title: 'One' }, headers);
        expectAnswer(first, 201);
        const other = await otherOf(kit).post('/conversation/create', { title: 'One' }, headers);
        expectAnswer(other, 201);
        expectThat(other, 'another conversation', other.json?.id !== first.json.id);
      },
    },
  ],
};

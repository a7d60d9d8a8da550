/** `DELETE /conversation/{id}`, which a backend may leave out. */
import { expectAnswer, expectProblem, expectThat } from '../lib/expectations.mjs';
import { message } from '../lib/Kit.mjs';

/** @typedef {import('../lib/types.mjs').Kit} Kit */

/** @param {Kit} kit @param {string} id */
const remove = (kit, id) => kit.client.send('DELETE', `/conversation/${id}`);

/** A conversation with one message, that was deleted. @param {Kit} kit */
async function newDeleted(kit) {
  const id = await kit.newConversation();
  await kit.append(id, 'w', [message(1, kit.newId('m'))]);
  const answer = await remove(kit, id);
  expectAnswer(answer, 204);
  expectThat(answer, 'no body', answer.text === '', answer.text);
  return id;
}

/** @type {import('../lib/types.mjs').Group} */
export const deleting = {
  name: 'delete',
  title: 'DELETE /conversation/{id} deletes a conversation, for good',
  see: 'docs/protocol.md, "`PATCH` and `DELETE /conversation/{id}`"',
  async findAbsence(kit) {
    const { status } = await remove(kit, await kit.newConversation());
    return status === 405 || status === 404 ? `there is no DELETE here (${status})` : undefined;
  },
  checks: [
    {
      name: 'delete-reads',
      sentence: 'what was deleted is not found by any query, and is in no list',
      async run(kit) {
        const id = await newDeleted(kit);
        expectProblem(await kit.client.get(`/conversation/${id}`), 404, 'conversation-not-found');
        expectProblem(await kit.readPage(id), 404, 'conversation-not-found');
        const list = await kit.client.get('/conversations?limit=500');
        expectAnswer(list, 200, { conversations: Array.isArray });
        const isListed = list.json.conversations.some((/** @type {any} */ one) => one.id === id);
        expectThat(list, `a list without ${id}`, !isListed);
      },
    },
    {
      name: 'delete-appends',
      sentence: 'an append to what was deleted gets 404 conversation-not-found',
      async run(kit) {
        const answer = await kit.append(await newDeleted(kit), 'w', [message(2, kit.newId('m'))]);
        expectProblem(answer, 404, 'conversation-not-found');
      },
    },
    {
      name: 'delete-create',
      sentence:
        'a create with the id of what was deleted gets 410 conversation-deleted: a late retry resurrects nothing',
      async run(kit) {
        const id = await newDeleted(kit);
        expectProblem(await kit.create({ id, title: 'Again' }), 410, 'conversation-deleted');
        expectProblem(await kit.client.get(`/conversation/${id}`), 404, 'conversation-not-found');
      },
    },
    {
      name: 'delete-again',
      sentence: 'a second delete gets 204 again, or 404 conversation-not-found',
      async run(kit) {
        const again = await remove(kit, await newDeleted(kit));
        if (again.status !== 204) expectProblem(again, 404, 'conversation-not-found');
      },
    },
    {
      name: 'delete-frees-ids',
      sentence: 'the ids of the messages that were deleted may be used again',
      async run(kit) {
        const [id, deleted, other] = [
          kit.newId('m'),
          await kit.newConversation(),
          await kit.newConversation(),
        ];
        await kit.append(deleted, 'w', [message(1, id)]);
        expectAnswer(await remove(kit, deleted), 204);
        const results = [{ seq: 1, id, status: 'stored', position: 1 }];
        expectAnswer(await kit.append(other, 'w', [message(1, id)]), 200, { results });
      },
    },
    {
      name: 'delete-others',
      sentence: 'the other conversations stay as they are',
      async run(kit) {
        const [other, id] = [await kit.newConversation(), kit.newId('m')];
        await kit.append(other, 'w', [message(1, id)]);
        await newDeleted(kit);
        await kit.expectStored(other, [id]);
      },
    },
  ],
};

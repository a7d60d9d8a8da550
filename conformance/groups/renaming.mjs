/** `PATCH /conversation/{id}`, which a backend may leave out. */
import { aTime, expectAnswer, expectProblem, expectWrongField } from '../lib/expectations.mjs';

/** @param {import('../lib/types.mjs').Kit} kit @param {string} id @param {unknown} json */
const rename = (kit, id, json) => kit.client.send('PATCH', `/conversation/${id}`, { json });

/** @type {import('../lib/types.mjs').Group} */
export const renaming = {
  name: 'rename',
  title: 'PATCH /conversation/{id} renames a conversation',
  see: 'docs/protocol.md, "`PATCH` and `DELETE /conversation/{id}`"',
  async findAbsence(kit) {
    const { status } = await rename(kit, await kit.newConversation(), { title: 'Renamed' });
    return status === 405 || status === 404 ? `there is no PATCH here (${status})` : undefined;
  },
  checks: [
    {
      name: 'rename-title',
      sentence: 'the answer is the conversation with its new title, which every query shows',
      async run(kit) {
        const id = await kit.newConversation('Old');
        const renamed = { id, title: 'New title', createdAt: aTime };
        expectAnswer(await rename(kit, id, { title: ' New\n title ' }), 200, renamed);
        expectAnswer(await kit.client.get(`/conversation/${id}`), 200, renamed);
        expectAnswer(await kit.client.get('/conversations?limit=1'), 200, { conversations: [renamed] });
        expectAnswer(await kit.create({ id, title: 'Old' }), 200, renamed);
      },
    },
    {
      name: 'rename-wrong',
      sentence: 'a title that is missing, blank, no text or too long is refused by name, and changes nothing',
      async run(kit) {
        const id = await kit.newConversation('Old');
        for (const json of [{}, { title: null }, { title: ' ' }, { title: 7 }, { title: 'x'.repeat(4097) }])
          expectWrongField(await rename(kit, id, json), 'title');
        expectAnswer(await kit.client.get(`/conversation/${id}`), 200, { title: 'Old' });
      },
    },
    {
      name: 'rename-unknown',
      sentence: 'a conversation that nobody made gets 404 conversation-not-found',
      run: async (kit) =>
        expectProblem(await rename(kit, kit.newId('nobody'), { title: 'x' }), 404, 'conversation-not-found'),
    },
  ],
};

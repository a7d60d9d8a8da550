/** Sessions of guests, which a backend may leave out. */
import { aTime, expectAnswer, expectThat, someText } from '../lib/expectations.mjs';

/** @typedef {import('../lib/types.mjs').Kit} Kit */

/** @param {Kit} kit */
const begin = (kit) => kit.client.as(undefined).post('/session/guest', {});

/** @type {import('../lib/types.mjs').Group} */
export const guests = {
  name: 'guests',
  title: 'POST /session/guest begins the session of a guest',
  see: 'docs/protocol.md, "Users"',
  async findAbsence(kit) {
    const { status } = await begin(kit);
    return status === 404 || status === 405 ? `there are no guests here (${status})` : undefined;
  },
  checks: [
    {
      name: 'guests-token',
      sentence: 'a guest gets a token, a user id and the time at which the token ends',
      async run(kit) {
        const answer = await begin(kit);
        expectAnswer(answer, 201, { token: someText, userId: someText, expiresAt: aTime });
        const isAhead = Date.parse(answer.json.expiresAt) > Date.now();
        expectThat(answer, 'an expiresAt in the future', isAhead, answer.json.expiresAt);
      },
    },
    {
      name: 'guests-work',
      sentence: 'a guest makes a conversation that another guest does not find',
      async run(kit) {
        const [one, other] = [await begin(kit), await begin(kit)].map(({ json }) =>
          kit.client.as(json?.token),
        );
        const id = kit.newId('guest');
        expectAnswer(await one.post('/conversation/create', { id }), 201, { id });
        expectAnswer(await one.get(`/conversation/${id}`), 200, { id });
        expectAnswer(await other.get(`/conversation/${id}`), 404, { code: 'conversation-not-found' });
      },
    },
  ],
};

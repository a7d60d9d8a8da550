/** The list of conversations, page by page, which a backend may leave out. */
import { absent, expectAnswer, expectProblem, expectSame, expectThat } from '../lib/expectations.mjs';
import { upTo } from '../lib/Kit.mjs';

/** @typedef {import('../lib/types.mjs').Kit} Kit */

const mostPages = 10_000;

/**
 * Walks through the list until the ids are all seen, or it ends.
 * @param {Kit} kit @param {number} limit @param {string[]} wanted
 */
async function readList(kit, limit, wanted) {
  const seen = /** @type {string[]} */ ([]);
  let answer = await kit.client.get(`/conversations?limit=${limit}`);
  for (let page = 1; page <= mostPages; page += 1) {
    expectAnswer(answer, 200, { conversations: Array.isArray });
    const { conversations, next } = answer.json;
    seen.push(...conversations.map((/** @type {any} */ one) => one.id));
    if (next === undefined || wanted.every((id) => seen.includes(id))) break;
    expectThat(answer, `a page of ${limit}, since there is a next one`, conversations.length === limit);
    expectThat(
      answer,
      'a cursor of the characters of ids',
      typeof next === 'string' && /^[\w.:~@+=-]+$/.test(next),
    );
    answer = await kit.client.get(`/conversations?limit=${limit}&after=${encodeURIComponent(next)}`);
  }
  return { answer, seen };
}

/** @param {Kit} kit @param {number} count @returns {Promise<string[]>} the newest first */
async function makeConversations(kit, count) {
  const ids = [];
  for (const number of upTo(count)) ids.unshift(await kit.newConversation(`Number ${number}`));
  return ids;
}

/** @type {import('../lib/types.mjs').Group} */
export const listPages = {
  name: 'list-pages',
  title: 'GET /conversations?after=CURSOR lists page by page',
  see: 'docs/protocol.md, "Queries"',
  async findAbsence(kit) {
    await makeConversations(kit, 2);
    const { json } = await kit.client.get('/conversations?limit=1');
    return json?.next === undefined ? 'the list has no next' : undefined;
  },
  checks: [
    {
      name: 'list-pages-all',
      sentence: 'page by page come all conversations, each once, the newest first',
      async run(kit) {
        const ids = await makeConversations(kit, 7);
        for (const limit of [1, 3]) {
          const { answer, seen } = await readList(kit, limit, ids);
          expectSame(answer, 'the newest seven', seen.slice(0, 7), ids);
        }
      },
    },
    {
      name: 'list-pages-growing',
      sentence: 'a conversation that is made between two pages doubles and hides none of the others',
      async run(kit) {
        const ids = await makeConversations(kit, 4);
        const first = await kit.client.get('/conversations?limit=2');
        expectAnswer(first, 200, { conversations: ids.slice(0, 2).map((id) => ({ id })), next: /./ });
        await kit.newConversation();
        const cursor = encodeURIComponent(first.json.next);
        const second = await kit.client.get(`/conversations?limit=2&after=${cursor}`);
        expectAnswer(second, 200, { conversations: ids.slice(2).map((id) => ({ id })) });
      },
    },
    {
      name: 'list-pages-end',
      sentence: 'the last page has no next',
      async run(kit) {
        await makeConversations(kit, 2);
        let answer = await kit.client.get('/conversations?limit=1');
        expectAnswer(answer, 200, { next: /./ });
        for (let page = 1; page <= mostPages && answer.json?.next !== undefined; page += 1) {
          const after = encodeURIComponent(answer.json.next);
          answer = await kit.client.get(`/conversations?limit=500&after=${after}`);
        }
        expectAnswer(answer, 200, { conversations: Array.isArray, next: absent });
      },
    },
    {
      name: 'list-pages-wrong',
      sentence: 'a cursor that no list gave is refused by name',
      run: async (kit) =>
        expectProblem(await kit.client.get('/conversations?after=%20%2F'), 400, 'invalid-field', {
          field: 'after',
        }),
    },
  ],
};

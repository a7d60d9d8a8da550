/** Problems: what no route takes. */
import { expectAnswer, expectProblem, expectThat, value } from '../lib/expectations.mjs';
import { message } from '../lib/Kit.mjs';

/** @typedef {import('../lib/types.mjs').Kit} Kit */

const commands = ['/conversation/create', '/message/append', '/completion/generate'];

/** @param {Kit} kit @param {string | Uint8Array<ArrayBuffer>} body */
async function expectNoJson(kit, body) {
  for (const path of commands)
    expectProblem(await kit.client.send('POST', path, { body }), 400, 'invalid-json');
}

/** @param {string} conversation @param {string} id @param {number} levels of the metadata */
const nested = (conversation, id, levels) => {
  const metadata = `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  const { seq, ...rest } = message(1, id, '[[[[');
  const text = JSON.stringify({ seq, ...rest }).replace(/}$/, `,"metadata":${metadata}}`);
  return `{"conversationId":"${conversation}","writer":"${id}","messages":[${text}]}`;
};

/** @type {import('../lib/types.mjs').Group} */
export const problems = {
  name: 'problems',
  title: 'Problems: what is refused, and how',
  see: 'docs/protocol.md, "Problems"',
  checks: [
    {
      name: 'problems-broken-json',
      sentence: 'a body that is empty, cut off or no JSON at all is 400 invalid-json',
      async run(kit) {
        for (const body of ['', '{', '{"id": nope}', '{"id":"a"} more', "{'id':'a'}", '\u0000'])
          await expectNoJson(kit, body);
      },
    },
    {
      name: 'problems-no-utf8',
      sentence: 'a body that is no UTF-8 is 400 invalid-json',
      run: (kit) => expectNoJson(kit, new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
    },
    {
      name: 'problems-nesting',
      see: 'docs/protocol.md, "What holds for every request"',
      sentence: 'a body that nests deeper than 64 levels is 400 invalid-json, and one of 40 levels is not',
      async run(kit) {
        const conversation = await kit.newConversation();
        const send = (/** @type {number} */ levels) =>
          kit.client.send('POST', '/message/append', { body: nested(conversation, kit.newId('n'), levels) });
        for (const levels of [80, 5000, 100_000]) expectProblem(await send(levels), 400, 'invalid-json');
        await expectNoJson(kit, '['.repeat(200_000));
        expectAnswer(await send(36), 200, { results: [{ status: 'stored' }] });
      },
    },
    {
      name: 'problems-no-object',
      sentence: 'a body that is JSON and no object is 400 invalid-field',
      async run(kit) {
        for (const path of commands)
          for (const body of ['[]', '"text"', '7', 'true', 'null'])
            expectProblem(await kit.client.send('POST', path, { body }), 400, 'invalid-field');
      },
    },
    {
      name: 'problems-media-type',
      sentence:
        'a body that is not declared as JSON is 415 unsupported-media-type, and parameters of the type are fine',
      async run(kit) {
        for (const path of commands)
          for (const type of ['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded']) {
            const answer = await kit.client.send('POST', path, {
              body: '{}',
              headers: { 'content-type': type },
            });
            expectProblem(answer, 415, 'unsupported-media-type');
          }
        const headers = { 'content-type': 'Application/JSON ; charset=utf-8' };
        expectAnswer(await kit.client.send('POST', '/conversation/create', { body: '{}', headers }), 201);
      },
    },
    {
      name: 'problems-huge-numbers',
      see: 'docs/protocol.md, "What holds for every request"',
      sentence: 'a number beyond 2^53 - 1 is refused, and never taken for another one',
      async run(kit) {
        const conversation = await kit.newConversation();
        for (const seq of ['9007199254740992', '18446744073709551617', '1e308', '-9007199254740993']) {
          const sent = JSON.stringify(message(1, kit.newId('m'))).replace('"seq":1', `"seq":${seq}`);
          const body = `{"conversationId":"${conversation}","writer":"w","messages":[${sent}]}`;
          expectProblem(await kit.client.send('POST', '/message/append', { body }), 400, 'invalid-field');
        }
        await kit.expectStored(conversation, []);
      },
    },
    {
      name: 'problems-not-found',
      sentence: 'a path that is unknown is 404 not-found',
      async run(kit) {
        for (const path of [
          '/nothing-here',
          '/conversation',
          '/message',
          '/conversation/a/b',
          '/completion/generate/more',
        ])
          expectProblem(await kit.client.get(path), 404, 'not-found');
      },
    },
    {
      name: 'problems-method',
      sentence:
        'the method of another path is 405 method-not-allowed, and Allow lists the methods of this one',
      async run(kit) {
        const id = await kit.newConversation();
        const cases = [
          ['GET', '/message/append', 'POST'],
          ['GET', '/completion/generate', 'POST'],
          ['PUT', '/conversations', 'GET'],
          ['PUT', `/conversation/${id}`, 'GET'],
          ['DELETE', `/conversation/${id}/messages`, 'GET'],
        ];
        for (const [method, path, allowed] of cases) {
          const answer = await kit.client.send(method, path);
          expectProblem(answer, 405, 'method-not-allowed');
          const allow = answer.headers.get('allow') ?? 'nothing';
          const methods = allow.split(',').map((one) => one.trim());
          expectThat(
            answer,
            `Allow: ${allowed}`,
            methods.includes(allowed) && !methods.includes(method),
            `Allow: ${allow}`,
          );
        }
      },
    },
    {
      name: 'problems-detail',
      sentence: 'what a problem says beside its code is text: title, detail and field',
      async run(kit) {
        const optional = value('text or nothing', (text) => text === undefined || typeof text === 'string');
        const answers = [
          await kit.client.get('/conversations?limit=many'),
          await kit.create('{'),
          await kit.client.get('/nothing'),
        ];
        for (const answer of answers)
          expectProblem(answer, answer.status, answer.json?.code, { detail: optional, field: optional });
      },
    },
  ],
};

/** A check that cannot fail is a defect: each one fails on a backend that answers nonsense, and none of them stumbles. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { groups } from '../../conformance/groups/index.mjs';
import { runKit } from '../../conformance/lib/runKit.mjs';

/** @typedef {import('node:http').ServerResponse} Response */

/** @param {number} status @param {string} type @param {string} text */
const always = (status, type, text) => (/** @type {Response} */ response) =>
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);

const nonsense = ['{"object":"chat.completion.chunk","choices":[7]}', '7', 'null']
  .map((data) => `data: ${data}\n\n`)
  .join('');
const nulls = '{"conversations":[null],"messages":[null],"results":[null],"id":7,"next":"c","token":"t"}';
/** @type {Record<string, (response: Response) => void>} */
const backends = {
  'an empty object': always(200, 'application/json', '{}'),
  'null in every list': always(201, 'application/json', nulls),
  null: always(200, 'application/json', 'null'),
  'a page for people': always(503, 'text/html', '<h1>Sorry</h1>'),
  'what is no stream': always(200, 'text/event-stream', 'id: 1\ndata: {\n\ndata: [DONE]\n\n'),
  'chunks without sense': always(200, 'text/event-stream', `${nonsense}data: [DONE]\n\n`),
  nothing: (response) => response.destroy(),
};
const neverFailed = new Set(groups.flatMap(({ checks }) => checks.map(({ name }) => name)));

for (const [what, answer] of Object.entries(backends)) {
  test(`a backend that answers ${what} is told from one that keeps the protocol`, async (context) => {
    // The first request is that with which the kit looks whether anybody is there.
    let isFirst = true;
    const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
      request.resume();
      if (isFirst) response.end('{}');
      else answer(response);
      isFirst = false;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    context.after(() => server.close());
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const options = { token: 'one', otherToken: 'two', timeoutMs: 5000 };
    const result = await runKit(`http://127.0.0.1:${port}`, options);
    assert.equal(result.holds, false);
    for (const { name, outcome, sent } of result.groups.flatMap(({ checks }) => checks)) {
      if (outcome === 'fails') neverFailed.delete(name);
      if (outcome === 'fails') assert.doesNotMatch(sent ?? '', /^see the sentence/, name);
    }
  });
}

after(() => assert.deepEqual([...neverFailed], [], 'every check failed on one of them'));

/**
 * What the parser is held to (tests/conformance/event-stream.json) is what the engines' own EventSource does, but for
 * a few cases in which an engine does not do as the standard says; `differs` names it there.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/**
 * @typedef {{rule: string, stream?: string, bytes?: string, events: string[][], differs?: string[]}} Case
 * @type {Case[]}
 */
const cases = JSON.parse(
  readFileSync(new URL('../../conformance/event-stream.json', import.meta.url), 'utf8'),
);

/** @type {import('../support/Stage.mjs').Scenario[]} */
export const eventStream = [
  {
    sentence:
      "the engine's own EventSource reads the cases of the standard as the parser does, but for those that are known",
    async body(world) {
      const server = createServer((request, response) => {
        const one = cases[Number(request.url?.slice(1))];
        response.writeHead(200, {
          'content-type': 'text/event-stream',
          'access-control-allow-origin': '*',
          'cache-control': 'no-store',
        });
        response.end(one.bytes === undefined ? one.stream : Buffer.from(one.bytes, 'hex'));
      }).listen(0, '127.0.0.1');
      try {
        await once(server, 'listening');
        const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
        const tab = await world.openTab('standard');
        const types = [...new Set(cases.flatMap(({ events }) => events.map(([type]) => type)))];
        const engine = nameOf(await tab.evaluate(() => navigator.userAgent));
        /** @type {Record<string, string[][]>} */
        const differing = {};
        for (const [number, { rule, events }] of cases.entries()) {
          const heard = await tab.evaluate(listenTo, `http://127.0.0.1:${port}/${number}`, types);
          const wanted = events.map((event, at) => [...event, ...(heard[at] ?? []).slice(event.length)]);
          if (JSON.stringify(heard) !== JSON.stringify(wanted)) differing[rule] = heard;
        }
        const known = cases.filter(({ differs }) => differs?.includes(engine)).map(({ rule }) => rule);
        assert.deepEqual(Object.keys(differing), known, JSON.stringify(differing));
      } finally {
        server.closeAllConnections();
        server.close();
      }
    },
  },
];

/** @param {string} userAgent */
function nameOf(userAgent) {
  if (userAgent.includes('Firefox')) return 'firefox';
  return userAgent.includes('Chrome') ? 'chromium' : 'webkit';
}

/**
 * In the page: `[type, data, lastEventId]` of each event, until the stream ends.
 * @param {string} url
 * @param {string[]} types
 * @returns {Promise<string[][]>}
 */
function listenTo(url, types) {
  return new Promise((resolve) => {
    /** @type {string[][]} */
    const heard = [];
    const source = new EventSource(url);
    for (const type of types) {
      source.addEventListener(type, ({ data, lastEventId }) => heard.push([type, data, lastEventId]));
    }
    source.onerror = () => {
      source.close();
      resolve(heard);
    };
  });
}

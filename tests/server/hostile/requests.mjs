/**
 * Requests that no honest client sends, made by a seeded generator: each is bytes, and the kind of attack that it is.
 *
 * Victim is a user with a conversation, a message and a stream of their own; attacker is another user with a token.
 */
import { signHs256, unsigned } from '../tokens.mjs';
import {
  bodyFor,
  damage,
  encode,
  hugeNumbers,
  paths,
  pick,
  repeat,
  replaceOne,
  strangeValues,
} from './material.mjs';

/**
 * @typedef {import('../../chaos/support/Random.mjs').Random} Random
 * @typedef {{kind: string, pieces: (string | Buffer)[], leave?: boolean}} HostileRequest
 * @typedef {object} World
 * @property {string} secret that of the server
 * @property {string} token the attacker's
 * @property {string} conversationId the victim's
 * @property {string} messageId the victim's
 * @property {string} requestId of the victim's answer
 * @property {string} ownConversationId the attacker's
 */

/**
 * Each kind of attack, by its name.
 * @type {Record<string, (random: Random, world: World) => Omit<HostileRequest, 'kind'>>}
 */
const attacks = {
  'broken JSON': (random, world) => {
    const [method, path] = pick(random, paths.slice(0, 4));
    const body = damage(random, Buffer.from(JSON.stringify(bodyFor(path, world))));
    return { pieces: [encode(method, path, body, [`authorization: Bearer ${world.token}`])] };
  },
  'wrong types': (random, world) => {
    const [method, path] = pick(random, [
      ...paths.slice(0, 4),
      ['PATCH', `/conversation/${world.ownConversationId}`],
    ]);
    const body = JSON.stringify(replaceOne(random, bodyFor(path, world), pick(random, strangeValues)));
    return { pieces: [encode(method, path, body, [`authorization: Bearer ${world.token}`])] };
  },
  'huge numbers': (random, world) => {
    const [method, path] = pick(random, paths.slice(0, 4));
    const marked = JSON.stringify(replaceOne(random, bodyFor(path, world), '@number@'));
    const body = marked.replace('"@number@"', pick(random, hugeNumbers));
    return { pieces: [encode(method, path, body, [`authorization: Bearer ${world.token}`])] };
  },
  'deep nesting': (random, world) => {
    const [method, path] = pick(random, paths.slice(0, 4));
    const depth = pick(random, [65, 1000, 100_000]);
    const [open, close] = pick(random, [
      ['[', ']'],
      ['{"a":', '}'],
      ['{"messages":[', ']}'],
    ]);
    const body = repeat(open, depth) + pick(random, ['1', '']) + pick(random, [repeat(close, depth), '']);
    return { pieces: [encode(method, path, body, [`authorization: Bearer ${world.token}`])] };
  },
  'bytes that are no text': (random, world) => {
    const [method, path] = pick(random, paths.slice(0, 4));
    const text = JSON.stringify(replaceOne(random, bodyFor(path, world), '@bytes@'));
    const bytes = pick(random, [
      [0xff],
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xe2, 0x82],
      [0x00],
      [0x1f],
      [0x5c, 0x75, 0x64, 0x38, 0x30, 0x30],
      [0x5c, 0x75, 0x30, 0x30, 0x30, 0x30],
    ]);
    const [before, after] = text.split('@bytes@');
    const body = Buffer.concat([Buffer.from(before ?? ''), Buffer.from(bytes), Buffer.from(after ?? '')]);
    return { pieces: [encode(method, path, body, [`authorization: Bearer ${world.token}`])] };
  },
  'smuggled lengths': (random, world) => {
    const hidden = `GET /conversation/${world.conversationId}/messages HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${world.token}\r\n\r\n`;
    const lengths = pick(random, [
      ['content-length: 5', 'content-length: 50'],
      ['content-length: 5, 50'],
      ['content-length: -1'],
      ['content-length: 1e3'],
      ['content-length: 0x10'],
      [`content-length: ${'9'.repeat(30)}`],
      ['content-length: 5', 'transfer-encoding: chunked'],
      ['transfer-encoding: chunked', 'transfer-encoding: identity'],
      ['transfer-encoding: xchunked'],
      ['transfer-encoding : chunked'],
      ['transfer-encoding: chunked, gzip'],
      ['content-length : 5'],
      [' content-length: 5'],
    ]);
    const chunk = pick(random, [
      '0\r\n\r\n',
      '5\r\nhello\r\n0\r\n\r\n',
      'fffffffffffffffff\r\n',
      '-1\r\n',
      '5;ext="\r\n',
      'g\r\n',
    ]);
    const head = [
      'POST /message/append HTTP/1.1',
      'host: x',
      `authorization: Bearer ${world.token}`,
      'content-type: application/json',
      ...lengths,
    ].join('\r\n');
    return { pieces: [`${head}\r\n\r\n${chunk}${hidden}`] };
  },
  'injected headers': (random, world) => {
    const [method, path] = pick(random, paths);
    const header = pick(random, [
      `x: ${'y'.repeat(20_000)}`,
      Array.from({ length: 500 }, (_, index) => `x-${index}: y`).join('\r\n'),
      'x: y\r\n\tfolded: z',
      'content-type: application/json; charset=utf-7',
      'content-type: multipart/form-data',
      `idempotency-key: "${'k'.repeat(300)}"`,
      'idempotency-key: \u0001',
      'idempotency-key: ""',
      'last-event-id: -1',
      `last-event-id: ${'9'.repeat(40)}`,
      'last-event-id: abc',
      'expect: 100-continue',
      'expect: 200-maybe',
      'upgrade: websocket',
      'range: bytes=0-99999999999999999999',
      'accept-encoding: br;q=1.0001',
      `traceparent: 00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`,
      `traceparent: ${'f'.repeat(5000)}`,
      'origin: https://evil.example',
      'origin: null\r\naccess-control-request-method: DELETE',
      'no-colon-here',
      ': empty',
    ]);
    const body = method === 'GET' || method === 'DELETE' ? '' : JSON.stringify(bodyFor(path, world));
    const where = path.replace('ID', world.ownConversationId);
    return { pieces: [encode(method, where, body, [`authorization: Bearer ${world.token}`, header])] };
  },
  'strange targets': (random, world) => {
    const target = pick(random, [
      `/conversation/${encodeURIComponent(
        pick(
          random,
          strangeValues.filter((one) => typeof one === 'string'),
        ).toWellFormed?.() ?? 'x',
      )}`,
      '/conversation/%FF%FE/messages',
      '/conversation/../../../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%2f..%2f..%2fetc%2fpasswd',
      '//conversation//x',
      '/conversation/x/messages?after=-1&limit=999999999999999999999',
      '/conversation/x/messages?after=%00',
      '/conversations?after=%F0%9F%92%A9&limit=1',
      `/conversations?${'a=b&'.repeat(2000)}`,
      `/${'x'.repeat(17_000)}`,
      'http://evil.example/conversations',
      '*',
      '/conversation/%',
      '/conversations?limit=1&limit=2&=&&&',
    ]);
    const method = pick(random, [
      'GET',
      'POST',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'HEAD',
      'TRACE',
      'CONNECT',
      'PRI',
      'X'.repeat(100),
    ]);
    return { pieces: [encode(method, target, '', [`authorization: Bearer ${world.token}`])] };
  },
  'no HTTP': (random) => {
    const bytes = Buffer.from(
      Array.from({ length: 1 + random.between(0, 299) }, () => random.between(0, 255)),
    );
    return {
      pieces: [
        pick(random, [
          bytes,
          'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
          '\x16\x03\x01\x02\x00\x01\x00',
          'GET / HTTP/0.9\r\n\r\n',
          'GET / HTTP/9.9\r\nhost: x\r\n\r\n',
          '\r\n\r\n\r\n',
          'GET /health HTTP/1.1\nhost: x\n\n',
          'GET\0/health HTTP/1.1\r\nhost: x\r\n\r\n',
        ]),
      ],
    };
  },
  'slow and short senders': (random, world) => {
    const body = JSON.stringify(bodyFor('/message/append', world));
    const bytes = encode('POST', '/message/append', body, [`authorization: Bearer ${world.token}`]);
    const cut = 1 + random.between(0, bytes.length - 2);
    const middle = random.between(0, cut - 1);
    const whole = random.chance(0.3);
    return {
      pieces: [
        bytes.subarray(0, middle),
        bytes.subarray(middle, cut),
        ...(whole ? [bytes.subarray(cut)] : []),
      ],
      leave: !whole && random.chance(0.5),
    };
  },
  'foreign tokens': (random, world) => {
    const [method, path] = pick(
      random,
      paths.filter(([, where]) => where !== '/session/guest'),
    );
    const good = signHs256(world.secret, 'victim');
    const token = pick(random, [
      unsigned('victim'),
      signHs256('another secret of thirty-two bytes', 'victim'),
      signHs256(world.secret, 'victim', { exp: 1 }),
      signHs256(world.secret, 'guest:victim'),
      `${good.slice(0, -3)}AAA`,
      damage(random, Buffer.from(good.split('.')[0] ?? ''))
        .toString('latin1')
        .replaceAll(/[\r\n]/g, ''),
      `..${good}`,
      'null',
      `${'eyJ'.repeat(3000)}.x.y`,
      `${Buffer.from(`{"alg":"HS256","a":${'['.repeat(5000)}`).toString('base64url')}.e30.x`,
    ]);
    const body = method === 'GET' || method === 'DELETE' ? '' : JSON.stringify(bodyFor(path, world));
    const where = path.replace('ID', world.conversationId);
    return { pieces: [encode(method, where, body, [`authorization: Bearer ${token}`])] };
  },
  "other users' ids": (random, world) => {
    const id = world.conversationId;
    const message = {
      seq: 1 + random.between(0, 2),
      id: pick(random, [world.messageId, `attack-${random.between(0, 999_999)}`]),
      role: 'user',
      content: 'x',
      createdAt: '2026-11-22T10:00:00.000Z',
      parentId: world.messageId,
    };
    const append = (/** @type {string} */ conversationId) =>
      JSON.stringify({ conversationId, writer: pick(random, ['victim-writer', 'w']), messages: [message] });
    const [method, path, body, header = 'x: y'] = pick(random, [
      ['GET', `/conversation/${id}`, ''],
      ['GET', `/conversation/${id}/messages`, ''],
      ['GET', `/conversations?after=${id}`, ''],
      ['PATCH', `/conversation/${id}`, '{"title":"mine"}'],
      ['DELETE', `/conversation/${id}`, ''],
      ['POST', '/message/append', append(id)],
      ['POST', '/message/append', append(world.ownConversationId)],
      ['POST', '/conversation/create', JSON.stringify({ id })],
      ['POST', '/conversation/create', JSON.stringify({ title: 'x' }), 'idempotency-key: "victim-key"'],
      [
        'POST',
        '/agentconversation/run',
        JSON.stringify({ conversationId: id, message: { content: 'What was said?' } }),
      ],
      [
        'POST',
        '/completion/generate',
        JSON.stringify({ messages: [{ role: 'user', content: 'x' }], requestId: world.requestId }),
        `last-event-id: ${random.between(0, 4)}`,
      ],
    ]);
    return { pieces: [encode(method, path, body, [`authorization: Bearer ${world.token}`, header])] };
  },
};

export const kinds = Object.keys(attacks);

/** @param {Random} random @param {World} world @returns {HostileRequest} */
export function makeHostileRequest(random, world) {
  const kind = pick(random, kinds);
  return { kind, .../** @type {typeof attacks[string]} */ (attacks[kind])(random, world) };
}

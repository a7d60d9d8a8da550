/** What hostile requests are made of: honest ones, strange values, and ways to damage bytes. */

/** @typedef {import('../../chaos/support/Random.mjs').Random} Random */
/** @typedef {import('./requests.mjs').World} World */

export const pick = (/** @type {Random} */ random, /** @type {any[]} */ list) => random.pick(list);
export const repeat = (/** @type {string} */ text, /** @type {number} */ count) => text.repeat(count);

export const paths = [
  ['POST', '/conversation/create'],
  ['POST', '/message/append'],
  ['POST', '/completion/generate'],
  ['POST', '/agentconversation/run'],
  ['GET', '/conversations'],
  ['GET', '/conversation/ID'],
  ['GET', '/conversation/ID/messages'],
  ['PATCH', '/conversation/ID'],
  ['DELETE', '/conversation/ID'],
  ['POST', '/session/guest'],
];

export const strangeValues = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  -1e308,
  2 ** 53,
  2 ** 63,
  '',
  'x'.repeat(200),
  '\u0000',
  '\ud800',
  '\uffff\u202e',
  'a/../b',
  "'; DROP TABLE messages; --",
  '%00%ff',
  '{{7*7}}',
  [],
  {},
  [[]],
  { seq: { $gt: 0 } },
  Number.MAX_SAFE_INTEGER,
  '18446744073709551616',
  '__proto__',
];

/** Texts that stand where a JSON number is expected. */
export const hugeNumbers = [
  '1e999',
  '-1e999',
  '9'.repeat(400),
  `0.${'0'.repeat(300)}1`,
  '1E400',
  '-0',
  '01',
  '+1',
  'NaN',
];

/** @param {string} path @param {World} world @returns {any} a body that the server would take from its user */
export function bodyFor(path, world) {
  const message = {
    seq: 1,
    id: 'hostile-1',
    role: 'user',
    content: 'x',
    createdAt: '2026-11-22T10:00:00.000Z',
    parentId: 'p',
    metadata: { a: 1 },
  };
  if (path === '/conversation/create') return { id: 'hostile', title: 'x', firstMessage: 'y', config: {} };
  if (path === '/message/append') {
    return {
      conversationId: world.ownConversationId,
      writer: 'hostile',
      messages: [message, { ...message, seq: 2 }],
    };
  }
  if (path === '/completion/generate') {
    return { messages: [{ role: 'user', content: 'x' }], config: { temperature: 1 }, requestId: 'r' };
  }
  if (path === '/agentconversation/run') {
    return { conversationId: world.ownConversationId, message: { id: 'm', content: 'x' }, config: {} };
  }
  return { title: 'x' };
}

/**
 * The bytes of a request.
 * @param {string} method @param {string} path @param {string | Buffer} body @param {string[]} [headers]
 */
export function encode(method, path, body, headers = []) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const head = [
    `${method} ${path} HTTP/1.1`,
    'host: hostile',
    'connection: close',
    ...(bytes.length > 0 ? ['content-type: application/json', `content-length: ${bytes.length}`] : []),
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

/** Replaces one member, anywhere in the value. @param {Random} random @param {any} value @param {any} by @returns {any} */
export function replaceOne(random, value, by) {
  if (value === null || typeof value !== 'object' || random.between(0, 4) === 0) return by;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const keys = Object.keys(copy);
  if (keys.length === 0) return by;
  const key = pick(random, keys);
  copy[key] = replaceOne(random, copy[key], by);
  return copy;
}

/** Changes bytes of a text: flips, cuts, doubles, inserts. @param {Random} random @param {Buffer} bytes */
export function damage(random, bytes) {
  let damaged = Buffer.from(bytes);
  for (let times = 1 + random.between(0, 3); times > 0; times -= 1) {
    const at = random.between(0, damaged.length);
    const kind = random.between(0, 3);
    if (kind === 0 && at < damaged.length) damaged[at] = random.between(0, 255);
    if (kind === 1) damaged = damaged.subarray(0, at);
    if (kind === 2)
      damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(random.between(0, at))]);
    if (kind === 3) {
      const inserted = Buffer.from([random.between(0, 255), random.between(0, 255)]);
      damaged = Buffer.concat([damaged.subarray(0, at), inserted, damaged.subarray(at)]);
    }
  }
  return damaged;
}

/** A whole backend for docs/protocol.md, to read and to start from; README.md tells how it works and is run. */
import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import { createServer } from 'node:http';
import { unescape } from 'node:querystring';
/** @typedef {Record<string, any>} Json */
const { PORT = '8080', LOG = 'chat.log', TOKENS = '', DELAY_MS = '20' } = process.env;
const [mebibyte, urn] = [1024 * 1024, 'urn:holdfast:problem:'];
/** A refusal, to be thrown. @param {number} status @param {string} code @param {Json} [more] @param {Json} [headers] */
const problem = (status, code, more, headers) => ({
  answer: [status, { type: urn + code, code, title: code.replaceAll('-', ' '), status, ...more }, headers],
});
/** What is asked of a value, by its kind. @type {Record<string, (value: any) => boolean>} */
const is = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  messages: (value) => Array.isArray(value) && value.length > 0 && value.length <= 1000,
  content: (value) => typeof value === 'string',
  title: (value) => is.content(value) && Buffer.byteLength(value) <= 4096,
  name: (value) => is.title(value) && value.trim() !== '',
  firstMessage: (value) => is.content(value) && Buffer.byteLength(value) <= mebibyte,
  id: (value) => is.content(value) && /^[\w.:~@+=-]{1,128}$/.test(value),
  time: (value) => /^[\d-]{10}T[\d:]{8}(\.\d+)?(Z|[+-][\d:]{5})$/.test(value) && !isNaN(Date.parse(value)),
  role: (value) => ['system', 'user', 'assistant', 'tool'].includes(value),
  status: (value) => ['complete', 'aborted', 'interrupted'].includes(value),
  seq: (value) => Number.isSafeInteger(value) && value > 0,
  tombstone: (value) => value === true,
  number: (value) => /^\d+$/.test(value) && Number.isSafeInteger(Number(value)),
  limit: (value) => is.number(value) && value > 0 && value <= 500,
  key: (value) => /^"?[!#-~]{1,255}"?$/.test(value),
};
const message = 'id! role! content! createdAt:time! parentId:id status metadata:object';
/** The members that are named; throws where one is wrong, or one with a `!` is missing. @param {any} json @param {string} kinds */
function check(json, kinds, place = '', status = 400) {
  const given = /** @type {Json} */ ({});
  for (const [, name, kind = name, needed] of kinds.matchAll(/([\w-]+)(?::(\w+))?(!)?/g)) {
    given[name] = json?.[name] ?? undefined;
    const isWrong = given[name] === undefined ? needed : !is[kind](given[name]);
    if (isWrong) throw problem(status, 'invalid-field', { field: place + name });
  }
  return given;
}
// The state: conversations in the order of their making, places of messages, and answers by Idempotency-Key.
const [conversations, places, keys] = /** @type {Map<string, Json>[]} */ ([new Map(), new Map(), new Map()]);
function find(user = '', id = '') {
  const found = conversations.get(id);
  if (found?.messages && found.user === user) return found;
  throw problem(404, 'conversation-not-found');
}
/** The sequence rule. @param {Json} conversation @param {Json[]} decided @param {Json} sent @param {number} at @returns {Json} */
function decide(conversation, decided, sent, at) {
  const [before, order] = [decided[sent.seq - 1], { expected: decided.length + 1, received: sent.seq }];
  if (sent.seq > order.expected) throw problem(409, 'sequence-gap', order);
  if (before?.id && !sent.tombstone && before.id !== sent.id) throw problem(409, 'sequence-conflict', order);
  if (before) return before.status === 'stored' ? { ...before, status: 'duplicate' } : before;
  const judgement = sent.tombstone ? { status: 'skipped' } : judge(conversation, sent, at);
  decided.push({ seq: sent.seq, ...judgement });
  return decided[sent.seq - 1];
}
/** @param {Json} conversation @param {Json} sent @param {number} at @returns {Json} */
function judge({ id: conversation, messages }, sent, at) {
  try {
    const { id, content, metadata, ...rest } = check(sent, message, `messages[${at}].`, 422);
    const size = Buffer.byteLength(content + (metadata ? JSON.stringify(metadata) : ''));
    if (size > mebibyte) throw problem(413, 'message-too-large');
    const known = conversations.get(places.get(id)?.conversation)?.messages && places.get(id);
    if (known && known.conversation !== conversation) throw problem(422, 'id-taken');
    if (known) return { id, status: 'duplicate', position: known.position };
    const position = messages.push({ position: messages.length + 1, id, content, metadata, ...rest });
    places.set(id, { conversation, position });
    return { id, status: 'stored', position };
  } catch (/** @type {any} */ error) {
    return { id: is.id(sent.id) ? sent.id : undefined, status: 'rejected', problem: error.answer[1] };
  }
}
/** @param {Json} one */
const show = ({ id, title, createdAt, messages: m }) => ({ id, title, createdAt, messageCount: m.length });
const shorten = (text = '') => [...text.matchAll(/\S+/g)].join(' ').replace(/^(.{59}).{2,}$/u, '$1…');
const sentence = (text = '') => /^.+?([!?](?=\s|$)|(?=\.+(\s|$))|$)/m.exec(text.trim())?.[0];
const canonical = (/** @type {Json} */ json) =>
  JSON.stringify(json, (_, one) => (is.object(one) ? Object.fromEntries(Object.entries(one).sort()) : one));

/** Each gives back status and body. A command depends on the state and its call alone. @type {Record<string, (call: Json) => any>} */
const routes = {
  'GET /health': () => [200, { status: 'ok' }],
  'POST /conversation/create'({ user, key, now, id: fresh, body }) {
    const { id = fresh, title, firstMessage } = check(body, 'id title firstMessage config:object');
    const before = key && keys.get(`${user} ${key}`);
    if (before && before.payload !== canonical(body)) throw problem(422, 'idempotency-key-reused');
    if (before) return before.answer;
    const old = conversations.get(id);
    if (old && old.user !== user) throw problem(409, 'id-taken');
    if (old && !old.messages) throw problem(410, 'conversation-deleted');
    const name = shorten(title) || shorten(sentence(firstMessage)) || 'New conversation';
    const made = old ?? { id, user, title: name, createdAt: new Date(now).toISOString(), messages: [] };
    if (!old) conversations.set(id, { ...made, order: conversations.size + 1, writers: new Map() });
    const answer = [old ? 200 : 201, { id, title: made.title, createdAt: made.createdAt }];
    if (key) keys.set(`${user} ${key}`, { answer, payload: canonical(body) });
    return answer;
  },
  'POST /message/append'({ user, body }) {
    const { conversationId, writer, messages } = body;
    if (messages?.length > 1000) throw problem(413, 'batch-too-large');
    check(body, 'conversationId:id! writer:id! messages!');
    for (const at of messages.keys()) check(messages[at], 'seq! tombstone', `messages[${at}].`);
    const conversation = find(user, conversationId);
    const [decided, results] = [conversation.writers.get(writer) ?? [], /** @type {Json[]} */ ([])];
    conversation.writers.set(writer, decided);
    const end = () => ({ conversationId, writer, nextSeq: decided.length + 1, results });
    try {
      for (const at of messages.keys()) results.push(decide(conversation, decided, messages[at], at));
      return [200, end()];
    } catch (/** @type {any} */ error) {
      return [409, { ...error.answer[1], ...end() }];
    }
  },
  async 'POST /completion/generate'({ body, seen = 0, response }) {
    check(body, 'messages! config:object requestId:id');
    const kinds = message.replace('id!', 'id').replace('time!', 'time');
    for (const at of body.messages.keys()) check(body.messages[at], kinds, `messages[${at}].`);
    const words = `You said: ${body.messages.at(-1).content}`.match(/\s*\S+/g)?.slice(0, 500) ?? [];
    const deltas = [{ role: 'assistant', content: '' }, ...words.map((content) => ({ content })), {}];
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    for (let at = Number(seen); at < deltas.length && !response.destroyed; at += 1) {
      const choices = [{ index: 0, delta: deltas[at], finish_reason: deltas[at + 1] ? null : 'stop' }];
      const chunk = { id: 'answer', object: 'chat.completion.chunk', created: 0, model: 'echo', choices };
      response.write(`id: ${at + 1}\ndata: ${JSON.stringify(chunk)}\n\n`);
      await new Promise((resolve) => setTimeout(resolve, Number(DELAY_MS)));
    }
    response.end('data: [DONE]\n\n');
  },
  'GET /conversations'({ user, query: { limit = 50, after = Infinity } }) {
    const mine = [...conversations.values()].filter((one) => one.user === user && one.order < after);
    const page = mine.reverse().slice(0, limit);
    return [200, { conversations: page.map(show), next: mine[limit] && String(page[limit - 1].order) }];
  },
  'GET /conversation/:id': ({ user, id }) => [200, show(find(user, id))],
  'GET /conversation/:id/messages'({ user, id, query: { limit = 100, after = 0 } }) {
    const [{ messages }, end] = [find(user, id), Number(after) + Number(limit)];
    return [200, { messages: messages.slice(after, end), next: messages[end] && end }];
  },
  'PATCH /conversation/:id'({ user, id, body }) {
    check(body, 'title:name!');
    return [200, show(Object.assign(find(user, id), { title: shorten(body.title) }))];
  },
  'DELETE /conversation/:id': ({ user, id }) => find(user, id) && conversations.set(id, { user }) && [204],
};
const whole = readFileSync(LOG, { encoding: 'utf8', flag: 'a+' }).replace(/[^\n]*$/, '');
truncateSync(LOG, Buffer.byteLength(whole));
for (const line of whole.split('\n').slice(0, -1)) routes[JSON.parse(line).route](JSON.parse(line));
const unsaved = /** @type {string[]} */ ([]); // commands that were carried out, and that nobody has heard of
/** @type {(json: any, levels?: number) => boolean} */
const isFlat = (json, left = 64) =>
  typeof json !== 'object' || (left > 0 && Object.values(json ?? {}).every((one) => isFlat(one, left - 1)));
/** @param {import('node:http').IncomingMessage} request */
async function readBody(request, type = request.headers['content-type'] ?? '') {
  if (!/^application\/json\s*(;|$)/i.test(type)) throw problem(415, 'unsupported-media-type');
  const chunks = /** @type {Buffer[]} */ ([]);
  let size = 0;
  for await (const chunk of request) if ((size += chunk.length) <= 8 * mebibyte) chunks.push(chunk);
  if (size > 8 * mebibyte) throw problem(413, 'body-too-large');
  const bytes = Buffer.concat(chunks);
  const json = isUtf8(bytes) ? await new Response(bytes).json().catch(() => undefined) : undefined;
  if (json === undefined || !isFlat(json)) throw problem(400, 'invalid-json');
  if (!is.object(json)) throw problem(400, 'invalid-field', { field: 'body' });
  return json;
}
/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function handle(request, response) {
  const { method = '', url, headers } = request;
  const { pathname, searchParams } = new URL(`http://localhost${url}`);
  const [, start, id = '', end] = /^(\/conversation\/)(?!create$)([^/]+)(.*)$/.exec(pathname) ?? [];
  const path = start ? `${start}:id${end}` : pathname;
  const route = `${method} ${path}`;
  const here = Object.keys(routes).filter((name) => name.endsWith(` ${path}`));
  if (here.length === 0) throw problem(404, 'not-found');
  const allow = here.map((name) => name.replace(/ .*/, '')).join(', ');
  if (!routes[route]) throw problem(405, 'method-not-allowed', {}, { allow });
  const token = `${headers.authorization}`.replace(/^Bearer /i, '');
  const user = TOKENS && path !== '/health' ? new URLSearchParams(TOKENS).get(token) : '';
  if (user === null) throw problem(401, 'unauthorized', {}, { 'www-authenticate': 'Bearer' });
  const query = check(Object.fromEntries(searchParams), 'limit after:number');
  check(headers, 'idempotency-key:key last-event-id:number');
  const body = /POST|PATCH/.test(method) ? await readBody(request) : undefined;
  const key = String(headers['idempotency-key'] ?? '').replaceAll('"', '');
  const call = { route, user, key, body, id: unescape(id) || randomUUID(), now: Date.now() };
  const answer = routes[route]({ ...call, query, seen: headers['last-event-id'], response });
  if (!/GET|generate/.test(route)) unsaved.push(`${JSON.stringify(call)}\n`);
  return answer;
}
createServer({ maxHeaderSize: 16 * 1024 }, async (request, response) => {
  const failed = problem(500, 'internal-error').answer;
  const answer = await handle(request, response).catch((error) => error.answer ?? failed);
  if (unsaved.length > 0) appendFileSync(LOG, unsaved.splice(0).join(''), { flush: true });
  if (!answer) return;
  const [status, body, headers] = answer;
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
  response.end(body && JSON.stringify(body));
}).listen(Number(PORT), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${PORT}`));

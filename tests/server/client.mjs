/** The requests of protocol v1 as the tests make them. */
import { request as httpRequest } from 'node:http';

/** A request with a JSON body; the answer's body is parsed where it is JSON. */
export async function send(url, method, path, body, headers = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url + path, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : text,
  });
  return readAnswer(response);
}

async function readAnswer(response) {
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
}

export const get = (url, path, headers) => send(url, 'GET', path, undefined, headers);
export const post = (url, path, body, headers) => send(url, 'POST', path, body, headers);

/** A message of the log, with its seq. */
export function message(seq, id, content = `content of ${id}`) {
  return { seq, id, role: 'user', content, createdAt: '2026-11-22T10:00:00.000Z' };
}

export async function createConversation(url, id) {
  const answer = await post(url, '/conversation/create', { id, title: `Conversation ${id}` });
  if (answer.status !== 201) throw new Error(`create answered ${answer.status}: ${answer.text}`);
  return answer.json;
}

export function append(url, conversationId, writer, messages) {
  return post(url, '/message/append', { conversationId, writer, messages });
}

/** The statuses of an append answer, in order. */
export const statuses = (answer) => answer.json.results.map((result) => result.status);

/** All messages of a conversation, page by page. */
export async function readMessages(url, conversationId, limit = 500) {
  const messages = [];
  for (let after = 0; after !== undefined;) {
    const { json } = await get(url, `/conversation/${conversationId}/messages?after=${after}&limit=${limit}`);
    messages.push(...json.messages);
    after = json.next;
  }
  return messages;
}

/** The events of a stream of server-sent events as `{ id, data }`, in order. */
export function parseEvents(text) {
  return text
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => ({ id: /^id: (\d+)$/m.exec(block)?.[1], data: /^data: (.*)$/m.exec(block)?.[1] }));
}

/** The words of the chunks among these events. */
export function contentOf(events) {
  return events
    .filter((event) => event.data.startsWith('{'))
    .map((event) => JSON.parse(event.data).choices?.[0]?.delta?.content ?? '')
    .join('');
}

export async function generate(url, messages, { headers = {}, ...rest } = {}) {
  const response = await post(url, '/completion/generate', { messages, ...rest }, headers);
  return { ...response, events: parseEvents(response.text) };
}

/**
 * A stream that the caller holds in its hands: `text()` is what arrived up to now, `ended` is settled with the way in which
 * it ended ('complete' or 'broken'), `leave()` closes the connection.
 */
export function openStream(url, body, headers = {}, path = '/completion/generate') {
  return new Promise((resolve, reject) => {
    const target = new URL(path, url);
    const request = httpRequest(target, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', ...headers },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.on('data', (bytes) => (text += bytes));
      const ended = new Promise((settle) => {
        response.on('end', () => settle('complete'));
        response.on('error', () => settle('broken'));
      });
      resolve({ status: response.statusCode, text: () => text, ended, leave: () => request.destroy() });
    });
    request.end(JSON.stringify(body));
  });
}

/** Waits until `condition` gives something true, for at most `timeoutMs`. */
export async function waitUntil(condition, what, timeoutMs = 10_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

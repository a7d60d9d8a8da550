/**
 * A backend in memory that keeps the sequence rule of protocol v1 and fails on command. It stands in for the
 * network where chance has to be commanded; the real server has tests of its own.
 */
export class FakeBackend {
  /** @type {Map<string, {position: number, id: string, content: string, role: string}[]>} */
  conversations = new Map();
  /** Requests that arrived: path and body. @type {{path: string, body: any, headers: Headers}[]} */
  requests = [];
  /**
   * Called before each request is handled; returns a Response to answer with, throws to break the network, or
   * returns undefined to go on.
   * @type {(request: {path: string, body: any, headers: Headers}) => Response | undefined | Promise<Response | undefined>}
   */
  fault = () => undefined;
  /** The answer is lost after the request was handled. @type {(path: string) => boolean} */
  losesAnswer = () => false;
  /** What /completion/generate answers. @type {(request: {body: any, headers: Headers, signal?: AbortSignal}) => Response} */
  complete = () => streamOf(openAiEvents(['Hello', ' there']));

  /**
   * What /agentconversation/run answers, once the question is stored. `save` stores the answer.
   * @type {(run: {conversationId: string, messageId: string, signal?: AbortSignal, save: (content: string) => void}) => Response}
   */
  run = (run) => {
    run.save('Hello there');
    return streamOf([runBegins(run), ...openAiEvents(['Hello', ' there'])]);
  };
  /** Whether there is an old endpoint. */
  hasRun = true;

  #writers = new Map();
  /** Positions of what is stored, by conversation and id. @type {Map<string, number>} */
  #positions = new Map();
  #created = 0;

  /** @type {typeof globalThis.fetch} */
  fetch = async (input, init = {}) => {
    const url = new URL(String(input), 'http://backend.test');
    const body = init.body ? JSON.parse(await new Response(init.body).text()) : undefined;
    const request = { path: url.pathname, body, headers: new Headers(init.headers) };
    this.requests.push(request);
    init.signal?.throwIfAborted();
    const failed = await aborting(this.fault(request), init.signal);
    if (failed) return failed;
    const answer = this.#handle(request, url, init.signal ?? undefined);
    if (this.losesAnswer(url.pathname)) throw new TypeError('the connection was lost');
    return answer;
  };

  /** @param {string} id */
  contents(id) {
    return (this.conversations.get(id) ?? []).map(({ content }) => content);
  }

  #handle({ path, body, headers }, url, signal) {
    if (path === '/message/append') return this.#append(body);
    if (path === '/conversation/create') return this.#create(body);
    if (path === '/completion/generate') return this.complete({ body, headers, signal });
    if (path === '/agentconversation/run') return this.#run(body, signal);
    if (path === '/conversations') return json({ conversations: [] });
    const [, id, messages] = path.match(/^\/conversation\/([^/]+)(\/messages)?$/) ?? [];
    if (!this.conversations.has(id)) return problem(404, 'conversation-not-found');
    if (!messages) return json({ id, title: 'Talk', createdAt: '2026-11-22T10:00:00.000Z', messageCount: 0 });
    const after = Number(url.searchParams.get('after'));
    return json({ messages: this.conversations.get(id).filter(({ position }) => position > after) });
  }

  #create({ id = `conversation-${++this.#created}`, firstMessage = 'New' }) {
    if (!this.conversations.has(id)) this.conversations.set(id, []);
    return json({ id, title: firstMessage, createdAt: '2026-11-22T10:00:00.000Z' }, 201);
  }

  #run({ conversationId = `conversation-${++this.#created}`, message }, signal) {
    if (!this.hasRun) return problem(410, 'legacy-run-off');
    if (!this.conversations.has(conversationId)) this.#create({ id: conversationId });
    const save = (role, content, id) => {
      const stored = this.conversations.get(conversationId);
      stored.push({ id, role, content, createdAt: '2026-11-22T10:00:00.000Z', position: stored.length + 1 });
      this.#positions.set(`${conversationId}/${id}`, stored.length);
    };
    save('user', message.content, message.id);
    const run = { conversationId, messageId: message.id, signal };
    return this.run({ ...run, save: (content) => save('assistant', content, `answer-to-${message.id}`) });
  }

  #append({ conversationId, writer, messages }) {
    const stored = this.conversations.get(conversationId);
    if (!stored) return problem(404, 'conversation-not-found');
    const key = `${conversationId}/${writer}`;
    let last = this.#writers.get(key) ?? 0;
    const results = [];
    for (const { seq, tombstone, ...message } of messages) {
      if (seq > last + 1) return problem(409, 'sequence-gap', { expected: last + 1, received: seq });
      const place = `${conversationId}/${message.id}`;
      const known = this.#positions.get(place);
      if (tombstone) results.push({ seq, status: 'skipped' });
      else if (known) results.push({ seq, id: message.id, status: 'duplicate', position: known });
      else if (message.content === 'POISON') {
        results.push({
          seq,
          id: message.id,
          status: 'rejected',
          problem: { code: 'poisoned', title: 'It is poison' },
        });
      } else {
        stored.push({ ...message, position: stored.length + 1 });
        this.#positions.set(place, stored.length);
        results.push({ seq, id: message.id, status: 'stored', position: stored.length });
      }
      last = Math.max(last, seq);
    }
    this.#writers.set(key, last);
    return json({ conversationId, writer, nextSeq: last + 1, results });
  }
}

export function json(body, status = 200, headers = {}) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

export function problem(status, code, more = {}, headers = {}) {
  return json({ type: `urn:holdfast:problem:${code}`, code, title: code, status, ...more }, status, headers);
}

/** Server-sent events of the OpenAI shape, numbered from `first`. */
export function openAiEvents(texts, { first = 1, done = true } = {}) {
  const events = texts.map(
    (content, i) =>
      `id: ${first + i}\ndata: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`,
  );
  return done ? [...events, 'data: [DONE]\n\n'] : events;
}

/** What the old endpoint tells first. @param {{conversationId: string, messageId: string}} run */
export function runBegins({ conversationId, messageId }) {
  return `event: conversation\ndata: ${JSON.stringify({ conversationId, messageId })}\n\n`;
}

/** A response whose body comes chunk by chunk; `broken` ends it with a network error. */
export function streamOf(chunks, { broken = false, type = 'text/event-stream' } = {}) {
  const encoder = new TextEncoder();
  const pending = [...chunks];
  const body = new ReadableStream({
    pull(controller) {
      if (pending.length > 0) controller.enqueue(encoder.encode(pending.shift()));
      else if (broken) controller.error(new TypeError('the connection was lost'));
      else controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': type } });
}

/** A stream whose pieces come when the test says so. */
export function heldStream() {
  let push;
  const body = new ReadableStream({
    start(controller) {
      const encoder = new TextEncoder();
      push = { text: (chunk) => controller.enqueue(encoder.encode(chunk)), end: () => controller.close() };
    },
  });
  return { response: new Response(body, { headers: { 'content-type': 'text/event-stream' } }), push };
}

/** Gives up waiting when the request is aborted, as fetch does. */
function aborting(result, signal) {
  if (!signal) return result;
  return Promise.race([
    result,
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
  ]);
}

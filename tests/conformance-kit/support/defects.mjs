/**
 * Backends that are each broken in one way: a change of the small backend, and the check that has to catch it. `tokens` is
 * there where the defect shows only between users.
 *
 * @typedef {object} Defect
 * @property {string} sentence
 * @property {string} caughtBy the name of the check
 * @property {string | RegExp} from
 * @property {string | ((text: string) => string)} to
 * @property {string} [tokens]
 */

/** Waits until a second request is here, too. */
const waitForAnother = `await new Promise((resolve) => {
      const here = (globalThis.here ??= []);
      here.push(resolve);
      if (here.length > 1) here.forEach((go) => go());
    });`;

/** @type {Defect[]} */
export const defects = [
  {
    sentence: 'doubles every message',
    caughtBy: 'append-one',
    from: 'const position = messages.push(',
    to: 'messages.push({ position: messages.length + 1, id, content, ...rest });\n    const position = messages.push(',
  },
  {
    sentence: 'does not know an id again under another seq',
    caughtBy: 'sequence-known-id',
    from: "if (known) return { id, status: 'duplicate'",
    to: "if (false) return { id, status: 'duplicate'",
  },
  {
    sentence: 'loses a message that came behind another one in the same batch',
    caughtBy: 'append-batch',
    from: 'const position = messages.push(',
    to: 'const position = at > 50 ? messages.length + 1 : messages.push(',
  },
  {
    sentence: 'leaves gaps between positions',
    caughtBy: 'sequence-next',
    from: 'messages.push({ position: messages.length + 1,',
    to: 'messages.push({ position: messages.length * 2 + 1,',
  },
  {
    sentence: 'forgets that it refused a message',
    caughtBy: 'decisions-rejected',
    from: 'if (before) return',
    to: "if (before?.status === 'rejected') return (decided[sent.seq - 1] = { seq: sent.seq, ...judge(conversation, sent, at) });\n  if (before) return",
  },
  {
    sentence: 'stores a late message for a seq that was skipped',
    caughtBy: 'decisions-skipped',
    from: 'if (before) return',
    to: "if (before?.status === 'skipped') return { seq: sent.seq, ...judge(conversation, sent, at) };\n  if (before) return",
  },
  {
    sentence: 'says skipped to a tombstone for what is stored',
    caughtBy: 'decisions-late-tombstone',
    from: 'if (before) return',
    to: "if (before && sent.tombstone) return { seq: sent.seq, status: 'skipped' };\n  if (before) return",
  },
  {
    sentence: 'applies the message behind a gap',
    caughtBy: 'sequence-gap',
    from: "if (sent.seq > order.expected) throw problem(409, 'sequence-gap', order);",
    to: "if (sent.seq > order.expected) { judge(conversation, sent, at); throw problem(409, 'sequence-gap', order); }",
  },
  {
    sentence: 'takes nothing of a batch with a gap for applied',
    caughtBy: 'sequence-gap',
    from: '[409, { ...error.answer[1], ...end() }]',
    to: '[409, error.answer[1]]',
  },
  {
    sentence: 'fills a gap by itself',
    caughtBy: 'sequence-first-gap',
    from: "if (sent.seq > order.expected) throw problem(409, 'sequence-gap', order);",
    to: "while (decided.length < sent.seq - 1) decided.push({ seq: decided.length + 1, status: 'skipped' });",
  },
  {
    sentence: 'accepts another message for a seq that is decided',
    caughtBy: 'sequence-conflict',
    from: "throw problem(409, 'sequence-conflict', order);",
    to: 'return before;',
  },
  {
    sentence: 'does not get past a message that it rejected',
    caughtBy: 'sequence-rejected',
    from: 'decided.push({ seq: sent.seq, ...judgement });',
    to: "if (judgement.status === 'rejected') return { seq: sent.seq, ...judgement };\n  decided.push({ seq: sent.seq, ...judgement });",
  },
  {
    sentence: 'applies what came before a message without a usable seq',
    caughtBy: 'sequence-unusable',
    from: "for (const at of messages.keys()) check(messages[at], 'seq! tombstone', `messages[${at}].`);",
    to: '',
  },
  {
    sentence: 'stores what another conversation has',
    caughtBy: 'sequence-id-taken',
    from: "throw problem(422, 'id-taken');",
    to: "return { id, status: 'duplicate', position: known.position };",
  },
  {
    sentence: 'makes a conversation anew when it is created again',
    caughtBy: 'create-again',
    from: 'const old = conversations.get(id);',
    to: 'const old = /** @type {any} */ (undefined);',
  },
  {
    sentence: 'does not know an Idempotency-Key again',
    caughtBy: 'create-key-again',
    from: 'const before = key && keys.get(`${user} ${key}`);',
    to: 'const before = /** @type {any} */ (undefined);',
  },
  {
    sentence: 'looks whether there is a conversation, and makes it only when another request has looked, too',
    caughtBy: 'concurrency-create-id',
    from: /'POST \/conversation\/create'[^]*?(?= {4}if \(!old\))/,
    to: (text) => `async ${text}    ${waitForAnother}\n`,
  },
  {
    sentence: 'shows a message only to the second who reads',
    caughtBy: 'queries-read-after-write',
    from: "'GET /conversation/:id/messages'({ user, id, query: { limit = 100, after = 0 } }) {",
    to: `'GET /conversation/:id/messages'({ user, id, query: { limit = 100, after = 0 } }) {
    const [seen, all] = [(globalThis.seen ??= {}), find(user, id)];
    const old = seen[id] ?? [];
    seen[id] = all.messages.slice();
    if (old.length < all.messages.length) return [200, { messages: old.slice(after) }];`,
  },
  {
    sentence: 'saves the question when it is asked for an answer',
    caughtBy: 'streaming-pure',
    from: 'const words = ',
    to: `const asked = conversations.get(body.conversationId)?.messages;
    asked?.push({ position: asked.length + 1, ...body.messages.at(-1) });
    const words = `,
  },
  {
    sentence: 'does not number its events',
    caughtBy: 'streaming-ids',
    from: 'response.write(`id: ${at + 1}\\ndata:',
    to: 'response.write(`data:',
  },
  {
    sentence: 'does not say that an answer has ended',
    caughtBy: 'streaming-shape',
    from: "response.end('data: [DONE]\\n\\n');",
    to: 'response.end();',
  },
  {
    sentence: 'repeats the last event when it resumes',
    caughtBy: 'resume-rest',
    from: 'let at = Number(seen);',
    to: 'let at = Math.max(0, Number(seen) - 1);',
  },
  {
    sentence: 'resumes with other words',
    caughtBy: 'resume-rest',
    from: '`You said: ${',
    to: "`${seen ? 'I repeat' : 'You said'}: ${",
  },
  {
    sentence: 'writes problems as a page for people',
    caughtBy: 'problems-broken-json',
    from: "'application/problem+json'",
    to: "'text/html'",
  },
  {
    sentence: 'takes a body for JSON that is not declared so',
    caughtBy: 'problems-media-type',
    from: "throw problem(415, 'unsupported-media-type');",
    to: 'type += type;',
  },
  {
    sentence: 'does not say which methods a path has',
    caughtBy: 'problems-method',
    from: "throw problem(405, 'method-not-allowed', {}, { allow });",
    to: "throw problem(405, 'method-not-allowed');",
  },
  {
    sentence: 'measures messages in characters',
    caughtBy: 'limits-bytes',
    from: "const size = Buffer.byteLength(content + (metadata ? JSON.stringify(metadata) : ''));",
    to: "const size = (content + (metadata ? JSON.stringify(metadata) : '')).length;",
  },
  {
    sentence: 'brings back a conversation that was deleted',
    caughtBy: 'delete-create',
    from: "if (old && !old.messages) throw problem(410, 'conversation-deleted');",
    to: 'if (old && !old.messages) conversations.set(id, { id, user, title: "Back", createdAt: "2026-11-22T10:00:00Z", order: 1, messages: [], writers: new Map() });',
  },
  {
    sentence: 'skips a conversation between two pages of the list',
    caughtBy: 'list-pages-all',
    from: 'String(page[limit - 1].order)',
    to: 'String(mine[limit].order)',
  },
  {
    sentence: 'shows the conversation of another user',
    caughtBy: 'owners-not-found',
    tokens: 'one=ann&two=bob',
    from: 'if (found?.messages && found.user === user) return found;',
    to: 'if (found?.messages) return found;',
  },
  {
    sentence: 'lists the conversations of every user',
    caughtBy: 'owners-list',
    tokens: 'one=ann&two=bob',
    from: 'one.user === user && one.order < after',
    to: 'one.messages && one.order < after',
  },
  {
    sentence: 'lets everybody in',
    caughtBy: 'owners-unauthorized',
    tokens: 'one=ann&two=bob',
    from: 'if (user === null) throw',
    to: 'if (false) throw',
  },
];

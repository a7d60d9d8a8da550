/** docs/openapi.json is a sound OpenAPI 3.1 document, and says what docs/protocol.md says. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { documentFile, ExchangeValidator } from '../conformance/ExchangeValidator.mjs';

const { document } = new ExchangeValidator();
const protocol = await readFile(new URL('../../docs/protocol.md', import.meta.url), 'utf8');

test('it is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const result = await validator.validate(fileURLToPath(documentFile));
  assert.deepEqual(result, { valid: true });
  assert.equal(validator.version, '3.1');
});

test('every endpoint that the protocol lists is in it', () => {
  const listed = [...protocol.matchAll(/^(GET|POST|PATCH|DELETE|PUT) +(\/\S*) /gm)];
  assert.ok(listed.length >= 9);
  for (const [, method, path] of listed)
    assert.ok(document.paths[path]?.[method.toLowerCase()], `${method} ${path} is missing`);
});

test('every code of a problem that the protocol lists is in it', () => {
  const table = protocol.slice(
    protocol.indexOf('## Problems'),
    protocol.indexOf('## `POST /conversation/create`'),
  );
  const cells = [...table.matchAll(/^\| (?:\d+|any) +\| ([^|]+) \|/gm)].map(([, cell]) => cell);
  const codes = cells.flatMap((cell) => [...cell.matchAll(/`([a-z0-9-]+)`/g)].map(([, code]) => code));
  assert.ok(codes.length >= 20);
  const known = document.components.schemas.ProblemCode.enum;
  assert.deepEqual(
    codes.filter((code) => !known.includes(code)),
    [],
  );
});

test('every schema, parameter and response that is named is used', () => {
  const text = JSON.stringify(document);
  const { schemas, parameters, responses } = document.components;
  for (const [kind, all] of Object.entries({ schemas, parameters, responses }))
    for (const name of Object.keys(all)) {
      // The data of events is named in words alone, since OpenAPI 3.1 has no way to type it.
      const isOfEvents = ['CompletionChunk', 'CompletionFailure', 'RunBegun'].includes(name);
      assert.ok(isOfEvents || text.includes(`"#/components/${kind}/${name}"`), `${kind}/${name}`);
    }
});

/** @param {string} method @param {string} path @param {number} status @param {any} json @param {string} [type] */
const exchange = (method, path, status, json, type = 'application/json') => ({
  request: { method, path, headers: {}, body: '{"messages":[{"role":"user","content":"x"}]}' },
  status,
  headers: new Headers({ 'content-type': type }),
  text: typeof json === 'string' ? json : JSON.stringify(json),
  json,
});

test('an exchange that it does not allow is told', () => {
  const problem = { type: 'urn:holdfast:problem:not-found', code: 'not-found', title: 'x', status: 404 };
  const chunk = 'id: 1\ndata: {"object":"other"}\n\n';
  const result = { seq: 1, id: 'a', status: 'rejected', position: 1 };
  const append = { conversationId: 'c', writer: 'w', nextSeq: 2, results: [result] };
  const wrong = [
    exchange('GET', '/health', 200, { status: 'fine' }),
    exchange('GET', '/health', 302, {}),
    exchange('GET', '/health', 200, { status: 'ok' }, 'text/plain'),
    exchange('GET', '/nowhere', 404, problem),
    exchange('GET', '/conversation/a', 404, { ...problem, code: 'unheard-of' }, 'application/problem+json'),
    exchange('GET', '/conversation/a', 200, { id: 'a b', title: 'x', createdAt: 'today', messageCount: -1 }),
    exchange('DELETE', '/conversation/a', 204, { id: 'a' }),
    exchange('GET', '/conversations', 401, problem, 'application/problem+json'),
    exchange('POST', '/message/append', 200, append),
    exchange('POST', '/completion/generate', 200, chunk, 'text/event-stream'),
  ];
  const validator = new ExchangeValidator();
  for (const one of wrong)
    assert.notDeepEqual(
      validator.findViolations(one),
      [],
      `${one.request.method} ${one.request.path} ${one.status}`,
    );
  const right = [
    exchange('GET', '/nowhere', 404, problem, 'application/problem+json'),
    exchange('POST', '/completion/generate', 200, 'data: [DONE]\n\n', 'text/event-stream'),
  ];
  for (const one of right) assert.deepEqual(validator.findViolations(one), []);
});

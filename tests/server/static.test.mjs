/** The files of the page (`--static`). */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { get, send } from './client.mjs';
import { startServer } from './harness.mjs';

let folder;
let server;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-static-'));
  const page = join(folder, 'page');
  await mkdir(join(page, 'assets'), { recursive: true });
  await writeFile(join(page, 'index.html'), '<!doctype html><title>Chat</title>');
  await writeFile(join(page, 'favicon.svg'), '<svg/>');
  await writeFile(join(page, 'assets/core-abc123.wasm'), Buffer.from([0, 0x61, 0x73, 0x6d]));
  await writeFile(join(page, 'assets/main-abc123.js'), 'export {};');
  await writeFile(join(page, 'assets/main-abc123.css'), 'body {}');
  await writeFile(join(page, '.hidden'), 'hidden');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await mkdir(join(folder, 'page-other'));
  await writeFile(join(folder, 'page-other/secret.txt'), 'secret');
  await symlink(join(folder, 'secret.txt'), join(page, 'link.txt'));
  await symlink(join(folder, 'page-other'), join(page, 'other'));
  server = await startServer({ args: ['--static', page] });
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A request whose path goes out as it is: fetch() would take the dots away. */
function getRaw(path) {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path }, (response) => {
      let text = '';
      response.on('data', (bytes) => (text += bytes));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    request.on('error', reject);
    request.end();
  });
}

test('the root is the page, and is looked up anew each time', async () => {
  const { status, headers, text } = await get(server.url, '/');
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(headers.get('cache-control'), 'no-cache');
  assert.match(text, /Chat/);
  const again = await get(server.url, '/', { 'if-none-match': headers.get('etag') });
  assert.deepEqual([again.status, again.text], [304, '']);
});

test('a query behind the path changes nothing', async () => {
  assert.equal((await get(server.url, '/?conversation=1')).status, 200);
});

test('files under assets are kept for good, each with its type', async () => {
  const types = {
    '/assets/core-abc123.wasm': 'application/wasm',
    '/assets/main-abc123.js': 'text/javascript; charset=utf-8',
    '/assets/main-abc123.css': 'text/css; charset=utf-8',
  };
  for (const [path, type] of Object.entries(types)) {
    const { headers } = await get(server.url, path);
    assert.equal(headers.get('content-type'), type);
    assert.match(headers.get('cache-control'), /immutable/);
  }
  assert.equal((await get(server.url, '/favicon.svg')).headers.get('content-type'), 'image/svg+xml');
});

test('HEAD tells the length and sends no body', async () => {
  const { status, headers, text } = await send(server.url, 'HEAD', '/assets/core-abc123.wasm');
  assert.deepEqual([status, headers.get('content-length'), text], [200, '4', '']);
});

test('no path leads out of the folder, to hidden files or to folders', async () => {
  const paths = [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '/../page-other/secret.txt',
    '/link.txt',
    '/other/secret.txt',
    '/.hidden',
    '/assets',
    '/assets/',
    '//etc/passwd',
    `/${encodeURIComponent(join(folder, 'secret.txt'))}`,
  ];
  for (const path of paths) {
    const { status, text } = await getRaw(path);
    assert.equal(status, 404, path);
    assert.ok(!text.includes('root:') && text !== 'secret', path);
  }
});

test('the API stays reachable beside the page, and unknown paths get a problem', async () => {
  assert.equal((await get(server.url, '/health')).status, 200);
  const { status, json } = await get(server.url, '/nothing.js');
  assert.deepEqual([status, json.code], [404, 'not-found']);
});

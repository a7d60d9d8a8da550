import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { inWorld } from './support/World.mjs';
import { assertStoredOnceInOrder } from './support/delivery.mjs';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>One script</title>
    <script type="module" src="./page.js"></script>
  </head>
  <body></body>
</html>
`;

/** What the page does, and a worker of its own under another id. */
const work = (id) => `
const holdfast = await createHoldfast({ baseUrl: '/', database: '${id}' });
await holdfast.conversations.createConversation({ id: '${id}', firstMessage: 'Hello' });
await holdfast.persistence.queueMessage({ role: 'user', content: 'Hello' }, '${id}').synced;
const done = holdfast.persistence.getQueueStatus().persistence;`;
const script = `import { createHoldfast } from './holdfast.js';`;

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-one-script-'));
  await copyFile(inRoot('dist/inline/holdfast.js'), join(folder, 'holdfast.js'));
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'page.js'), `${script}${work('page')}\nwindow.done = done;\n`);
  await writeFile(join(folder, 'worker.js'), `${script}${work('worker')}\npostMessage(done);\n`);
});
after(() => rm(folder, { recursive: true }));

/** @param {(page: import('playwright-core').Page) => Promise<string>} run */
const alone = (id, run) => (t) =>
  inWorld(
    async ({ newContext, newPage, backend }) => {
      const tab = await newPage(await newContext());
      const files = [];
      tab.on('request', (request) => {
        if (request.method() === 'GET') files.push(new URL(request.url()).pathname);
      });
      const response = await tab.goto(`${backend.url}/`);
      assert.match(response.headers()['content-security-policy'], /script-src 'self' 'wasm-unsafe-eval';/);
      assert.equal(await run(tab), 'durable');
      assert.deepEqual(
        files.filter((file) => file.endsWith('.wasm')),
        [],
      );
      assert.ok(files.includes('/holdfast.js'));
      await assertStoredOnceInOrder(backend, id, ['Hello']);
    },
    { page: folder },
  )(t);

test(
  'a plain page saves a message with nothing but one script',
  alone('page', async (tab) => {
    await tab.waitForFunction(() => window.done);
    return tab.evaluate(() => window.done);
  }),
);

test(
  'so does a module worker',
  alone('worker', (tab) =>
    tab.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker('./worker.js', { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        }),
    ),
  ),
);

/** What docs/package.md tells of `holdfast/service-worker`, pasted into an app of Vite. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { build, createServer, preview } from 'vite';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { codeBlocks, sectionOf } from '../apps/support/markdown.mjs';
import { unpackPackage } from '../package/support/packed.mjs';
import { inWorld } from './support/World.mjs';
import { assertStoredOnceInOrder } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';

const page = `<!doctype html><title>Chat</title><script type="module" src="/chat.js"></script>`;
const forTheTest = '\nObject.assign(window, { holdfast, background });\n';

/** @type {Awaited<ReturnType<typeof unpackPackage>>} */
let app;
before(async () => {
  app = await unpackPackage();
  const blocks = codeBlocks(
    sectionOf(await readFile(inRoot('docs/package.md'), 'utf8'), '`holdfast/service-worker`'),
  );
  const files = Object.fromEntries(blocks.map(({ file, code }) => [file, code]));
  assert.deepEqual(Object.keys(files), ['sw.js', 'chat.js', 'vite.config.js']);
  files['chat.js'] += forTheTest;
  for (const [file, text] of Object.entries({ ...files, 'index.html': page }))
    await writeFile(join(app.folder, file), text);
});
after(() => app.remove());

/** The app as Vite serves it, with the backend behind `/api`, as the guide has it. */
async function serve({ backend }, mode) {
  const proxy = { '/api': { target: backend.url, rewrite: (path) => path.replace('/api', '') } };
  const options = { host: '127.0.0.1', port: 0, proxy };
  const config = { root: app.folder, logLevel: 'error' };
  if (mode === 'development') return (await createServer({ ...config, server: options })).listen();
  await build(config);
  return preview({ ...config, preview: options });
}

for (const mode of ['development', 'production'])
  test(
    `what is written offline is sent by the service worker of the guide: ${mode}`,
    inWorld(async (world) => {
      const server = await serve(world, mode);
      try {
        const context = await world.newContext();
        const address = `http://127.0.0.1:${server.httpServer.address().port}/`;
        const tab = await world.newPage(context);
        await tab.goto(address);
        await eventually('what waits is sent also without a page', () =>
          tab.evaluate(() => window.background?.state === 'ready'),
        );
        const watching = await context.newPage();
        await context.setOffline(true);
        await tab.evaluate(async () => {
          const { conversations, persistence } = window.holdfast;
          void conversations.createConversation({ id: 'talk', title: 'Talk' });
          await persistence.queueMessage({ role: 'user', content: 'Hello' }, 'talk').durable;
        });
        await tab.close();
        const session = await context.newCDPSession(watching);
        const found = new Promise((resolve) =>
          session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) =>
            registrations.filter(({ scopeURL }) => scopeURL === address).forEach(resolve),
          ),
        );
        await session.send('ServiceWorker.enable');
        const { registrationId } = await found;
        await context.setOffline(false);
        const event = { origin: address, registrationId, tag: 'holdfast:holdfast', lastChance: false };
        await session.send('ServiceWorker.dispatchSyncEvent', event);
        await eventually('it is stored', async () => (await world.backend.stored('talk')).length > 0);
        await assertStoredOnceInOrder(world.backend, 'talk', ['Hello']);
      } finally {
        await server.close();
      }
    }),
  );

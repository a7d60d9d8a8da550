/** A server component that imports the package, and a client component that uses the hooks. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from '../browser/support/World.mjs';
import { FreshApp } from './support/FreshApp.mjs';
import { NodeProgram } from './support/NodeProgram.mjs';
import { assertChatWorks } from './support/chat.mjs';

test('a chat in an app of its own: next', async (t) => {
  const app = await FreshApp.install('next');
  t.after(() => app.remove());
  await app.run('next', 'build');
  const server = await NodeProgram.onFreePort(app, (port) => [
    ...['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', port],
  ]);
  t.after(() => server.kill());
  await inWorld(
    async (world) => {
      await server.start({ HOLDFAST_BACKEND: world.backend.url });
      const page = await assertChatWorks(world, server.url);
      assert.equal(
        await page.locator('#stored').textContent(),
        'user, assistant',
        'the server read them too',
      );
      const policy = (await page.reload()).headers()['content-security-policy'];
      assert.match(policy, /script-src 'self' 'nonce-[^']+' 'wasm-unsafe-eval';/);
    },
    { page: app.folder, corsOrigin: server.url, tokenDelayMs: 10 },
  )(t);
});

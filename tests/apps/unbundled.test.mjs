/** Pages that no bundler has seen: their files are served as npm installed them. The backend is another origin. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { inWorld } from '../browser/support/World.mjs';
import { FreshApp } from './support/FreshApp.mjs';
import { PageServer } from './support/PageServer.mjs';
import { assertChatWorks } from './support/chat.mjs';

for (const [name, sentence] of Object.entries({
  plain: 'a chat in a page with an import map, and files as they are',
  'one-script': 'a chat in a page that takes one script and nothing else',
}))
  test(sentence, async (t) => {
    const app = await FreshApp.install(name, { shared: '.' });
    t.after(() => app.remove());
    const server = new PageServer();
    t.after(() => server.close());
    const corsOrigin = await server.listen();
    server.serve(app.folder);
    await inWorld(
      async (world) => {
        const address = `${corsOrigin}/?backend=${world.backend.url}`;
        const page = await assertChatWorks(world, address);
        const policy = (await page.reload()).headers()['content-security-policy'];
        assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'/);
        assert.doesNotMatch(policy, /'unsafe-eval'|'unsafe-inline'/);
      },
      { page: app.folder, corsOrigin, tokenDelayMs: 10 },
    )(t);
  });

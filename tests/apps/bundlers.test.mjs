/** Apps that are bundled, served by the backend under its policy. */
import { cp } from 'node:fs/promises';
import test from 'node:test';
import { inWorld } from '../browser/support/World.mjs';
import { FreshApp } from './support/FreshApp.mjs';
import { assertChatWorks } from './support/chat.mjs';

const esbuild = [
  ...['src/main.js', '--bundle', '--minify', '--format=esm', '--target=es2022'],
  ...['--loader:.wasm=file', '--outdir=dist'],
];

/** Each of them, and the command that builds it into `dist`; `page`: whether the bundler leaves the page to the app. */
const apps = {
  vite: { command: ['vite', 'build'], page: false },
  webpack: { command: ['webpack'], page: true },
  rollup: { command: ['rollup', '--config'], page: true },
  esbuild: { command: ['esbuild', ...esbuild], page: true },
  worker: { command: ['vite', 'build'], page: false },
};

for (const [name, { command, page }] of Object.entries(apps))
  test(`a chat in an app of its own: ${name}`, async (t) => {
    const app = await FreshApp.install(name, { shared: 'src' });
    t.after(() => app.remove());
    await app.run(...command);
    if (page) await cp(app.file('index.html'), app.file('dist/index.html'));
    await inWorld((world) => assertChatWorks(world, `${world.backend.url}/`), {
      page: app.file('dist'),
      tokenDelayMs: 10,
    })(t);
  });

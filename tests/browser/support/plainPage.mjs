/** A page with nothing but the package on it, bundled as an application would bundle it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

/** @returns {Promise<{folder: string, remove: () => Promise<void>}>} the folder holds plain.html */
export async function buildPlainPage() {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-plain-'));
  await build({
    root: fixtures,
    base: './',
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { input: join(fixtures, 'plain.html') },
    },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

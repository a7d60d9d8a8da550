/** A page with nothing but the package on it, bundled as an application would bundle it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

/**
 * @param {string} [page] the page's file; default: plain.html of the fixtures
 * @param {string} [serviceWorker] its file; it is found beside the page, under its own name
 * @returns {Promise<{folder: string, remove: () => Promise<void>}>} the folder holds the page under its name
 */
export async function buildPlainPage(page = join(fixtures, 'plain.html'), serviceWorker = '') {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-plain-'));
  await build({
    root: dirname(page),
    base: './',
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: {
        input: [page, serviceWorker].filter(Boolean),
        output: {
          entryFileNames: ({ facadeModuleId }) =>
            facadeModuleId === serviceWorker ? '[name].js' : 'assets/[name]-[hash].js',
        },
      },
    },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

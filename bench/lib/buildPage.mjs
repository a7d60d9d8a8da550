/** The page that is measured, bundled as an application would bundle it. */
import path from 'node:path';
import { build } from 'vite';
import { buildFolder, inRoot } from '../../scripts/lib/paths.mjs';

/**
 * @param {string} suite whose folder `page` holds index.html
 * @returns {Promise<string>} the folder that holds what was built
 */
export async function buildPage(suite) {
  const outDir = path.join(buildFolder, 'bench', suite);
  await build({
    root: inRoot('bench', 'suites', suite, 'page'),
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, target: 'esnext' },
  });
  return outDir;
}

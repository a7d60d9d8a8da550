/** The page that is measured, bundled as an application would bundle it. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { buildFolder } from '../../../scripts/lib/paths.mjs';

const root = fileURLToPath(new URL('page', import.meta.url));

/** @returns {Promise<string>} the folder that holds index.html */
export async function buildPage() {
  const outDir = path.join(buildFolder, 'bench', 'outbox');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, target: 'esnext' },
  });
  return outDir;
}

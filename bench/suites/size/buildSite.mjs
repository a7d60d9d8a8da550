/** The page in which everybody starts, with what was built of everybody beside it. */
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildFolder, inRoot } from '../../../scripts/lib/paths.mjs';
import { bundle } from './bundle.mjs';
import { bundleChat, chats } from './chats.mjs';
import { weightOf } from './weigh.mjs';

/** What a bundle leaves to React, and where the page's import map says that it is. */
const reactModules = { react: 'react', 'react/jsx-runtime': 'react-jsx-runtime' };

/**
 * React is CommonJS, which a page cannot import as it is.
 * @param {string} specifier
 * @param {string} folder
 */
async function bundleReact(specifier, folder) {
  const { default: exported } = await import(specifier);
  const names = Object.keys(exported).join(', ');
  const code = `import exported from '${specifier}'; export default exported; export const { ${names} } = exported;`;
  await bundle({ code, folder, external: [] });
}

/** @returns {Promise<{folder: string, weights: Map<string, import('./weigh.mjs').Weight>}>} weights by contestant */
export async function buildSite() {
  const folder = path.join(buildFolder, 'bench', 'size', 'site');
  await rm(folder, { recursive: true, force: true });
  await cp(inRoot('bench', 'suites', 'size', 'page'), folder, { recursive: true });
  for (const [specifier, home] of Object.entries(reactModules)) {
    await bundleReact(specifier, path.join(folder, home));
  }
  const weights = new Map();
  for (const chat of chats) weights.set(chat.contestant, weightOf(await bundleChat(chat, folder)));
  return { folder, weights };
}

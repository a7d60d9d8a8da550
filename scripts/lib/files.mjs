/** The repository's own files, without what is installed or built. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

const notOurs = new Set(['.git', 'node_modules', 'build', 'dist']);

/**
 * Every file of the repository, by its path from the root, in order.
 * @param {string} [folder] only below this one
 * @returns {string[]}
 */
export function listFiles(folder = '') {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return listFiles(name);
      return entry.isFile() ? [name] : [];
    })
    .sort();
}

/** What the package exports as scripts: read from package.json, so that none is forgotten. */
import { readFileSync } from 'node:fs';
import { Problem } from '../../../scripts/lib/Problem.mjs';
import { inRoot } from '../../../scripts/lib/paths.mjs';

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {Record<string, string | {default: string}>} exports
 * @property {Record<string, string>} peerDependencies
 */

/** The package's own. @returns {Manifest} */
export const readManifest = () => JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

/** What is exported as it is, and is no script. */
const plainFile = /\.(wasm|json)$/;

/** @param {Pick<Manifest, 'exports'>} manifest @returns {string[]} such as `.` and `./react` */
export function scriptExports({ exports }) {
  const targets = Object.entries(exports).map(([entry, target]) => ({
    entry,
    file: typeof target === 'string' ? target : target.default,
  }));
  const strange = targets.find(({ file }) => !/\.m?js$/.test(file) && !plainFile.test(file));
  if (strange)
    throw new Problem(
      `package.json exports \`${strange.entry}\` as ${strange.file}, which is neither a script nor a plain file.`,
      'Say in bench/suites/size/exports.mjs how it is measured.',
    );
  return targets.filter(({ file }) => !plainFile.test(file)).map(({ entry }) => entry);
}

/** The name by which a program imports an export. @param {string} entry */
export const importedAs = (entry) => entry.replace('.', 'holdfast');

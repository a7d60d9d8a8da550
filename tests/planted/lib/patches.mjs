/** The planted bugs: each a patch of the sources whose first line says what is wrong with it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from '../../../scripts/lib/Problem.mjs';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { capture } from '../../../scripts/lib/run.mjs';

const patchFolder = inRoot('tests', 'planted', 'patches');

/**
 * @typedef {object} Patch
 * @property {string} number as in the name of its file
 * @property {string} name the number and what it is called by
 * @property {string} file where it is
 * @property {string} sentence what is wrong with it
 */

/**
 * @param {string} name
 * @returns {Patch}
 */
function readPatch(name) {
  const file = path.join(patchFolder, name);
  const number = /^(\d\d)-[a-z0-9-]+\.patch$/.exec(name)?.[1];
  if (number === undefined) throw new Problem(`${file} is not named as in 07-what-it-does.patch.`);
  const sentence = /^# (\S[^\n]*\.)\n/.exec(readFileSync(file, 'utf8'))?.[1];
  if (sentence === undefined)
    throw new Problem(`${file} does not begin with a line such as "# What is wrong with it."`);
  return { number, name: path.basename(name, '.patch'), file, sentence };
}

/** @returns {Patch[]} in the order of their numbers */
export function readPatches() {
  const patches = readdirSync(patchFolder).sort().map(readPatch);
  patches.forEach((patch, index) => {
    if (Number(patch.number) !== index + 1)
      throw new Problem(
        `${patch.name} should have the number ${index + 1}: they count from 01 without gaps.`,
      );
  });
  return patches;
}

/**
 * What git says against a patch; undefined where it applies to the sources as they are.
 * @param {Patch} patch
 * @returns {Promise<string | undefined>}
 */
export async function objectionTo({ file }) {
  const { code, stderr } = await capture('git', ['apply', '--check', file]);
  return code === 0 ? undefined : stderr.trim();
}

/** @param {Patch[]} patches every one has to apply */
export async function checkAll(patches) {
  for (const patch of patches) {
    const objection = await objectionTo(patch);
    if (objection !== undefined)
      throw new Problem(
        `The planted bug ${patch.name} no longer applies: ${objection}`,
        `Plant it anew in the sources as they are, write it with \`git diff\` over ${patch.file}, keep its first line, and take it out of the sources again.`,
      );
  }
}

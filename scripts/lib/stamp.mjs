/** Skips work whose inputs have not changed: build/stamps/NAME holds the hash of those it was last done with. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildFolder, inRoot } from './paths.mjs';

/**
 * @param {string[]} files by their paths from the root
 * @returns {string}
 */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(inRoot(file)))
      .update('\0');
  return hash.digest('hex');
}

/**
 * Does `work` unless it was done before with the same inputs and its output is still there.
 * @param {{name: string, inputs: string[], output: string}} what
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function unlessDone({ name, inputs, output }, work) {
  const stamp = path.join(buildFolder, 'stamps', name);
  const hash = hashOf(inputs);
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  await work();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

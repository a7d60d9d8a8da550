/** Packages that only one kind of work needs, and nobody else installs: a package.json and a lock file of their own. */
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';
import { note, step } from './report.mjs';
import { run } from './run.mjs';
import { unlessDone } from './stamp.mjs';

/**
 * Installs them as their lock file says, unless that was done before.
 * @param {object} what
 * @param {string} what.name of the stamp
 * @param {string} what.title what is installed
 * @param {string} what.source the folder that holds both files, by its path from the root
 * @param {string} [what.folder] where node_modules is to be; default: there
 */
export async function installApart({ name, title, source, folder = inRoot(source) }) {
  const inputs = [`${source}/package.json`, `${source}/package-lock.json`];
  await step(`Installing ${title} as ${inputs[1]} says`, async () => {
    const output = path.join(folder, 'node_modules');
    const done = await unlessDone({ name, inputs, output }, () => {
      mkdirSync(folder, { recursive: true });
      for (const file of inputs) {
        const copy = path.join(folder, path.basename(file));
        if (copy !== inRoot(file)) cpSync(inRoot(file), copy);
      }
      return run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: folder,
        remedy: 'Is this machine online, and does `npm ping` answer?',
      });
    });
    if (!done) note('up to date');
  });
}

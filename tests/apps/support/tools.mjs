/** What the apps are built with, installed once: a package of its own, so that nobody else installs it. */
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildFolder, inRoot } from '../../../scripts/lib/paths.mjs';
import { note, step } from '../../../scripts/lib/report.mjs';
import { run } from '../../../scripts/lib/run.mjs';
import { unlessDone } from '../../../scripts/lib/stamp.mjs';

export const toolsFolder = path.join(buildFolder, 'apps');

/** @type {Promise<void> | undefined} */
let ensured;

/** Once in a process. */
export const ensureTools = () => (ensured ??= install());

async function install() {
  const inputs = ['tests/apps/package.json', 'tests/apps/package-lock.json'];
  const output = path.join(toolsFolder, 'node_modules');
  await step('Installing what the apps are built with, as tests/apps/package-lock.json says', async () => {
    const done = await unlessDone({ name: 'apps', inputs, output }, () => {
      mkdirSync(toolsFolder, { recursive: true });
      for (const file of inputs) cpSync(inRoot(file), path.join(toolsFolder, path.basename(file)));
      return run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: toolsFolder,
        remedy: 'Is this machine online, and does `npm ping` answer?',
      });
    });
    if (!done) note('up to date');
  });
}

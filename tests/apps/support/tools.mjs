/** What the apps are built with, installed once: a package of its own, so that nobody else installs it. */
import path from 'node:path';
import { installApart } from '../../../scripts/lib/installApart.mjs';
import { buildFolder } from '../../../scripts/lib/paths.mjs';

export const toolsFolder = path.join(buildFolder, 'apps');

/** @type {Promise<void> | undefined} */
let ensured;

/** Once in a process. */
export const ensureTools = () =>
  (ensured ??= installApart({
    name: 'apps',
    title: 'what the apps are built with',
    source: 'tests/apps',
    folder: toolsFolder,
  }));

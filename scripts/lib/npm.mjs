/** node_modules: there, and as package-lock.json says. */
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { Problem } from './Problem.mjs';
import { step } from './report.mjs';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';

/** What Vite asks for; the library itself runs on any Node 20. */
const leastNode = [20, 19];

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return;
  throw new Problem(
    `Node.js ${process.versions.node} is too old: the tools need ${leastNode.join('.')} or newer.`,
    'Install a newer Node.js, then try again.',
  );
}

/**
 * @typedef {{packages: Record<string, {version?: string, optional?: boolean}>}} LockFile
 * @param {string} path
 * @returns {LockFile}
 */
const readLock = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Whether node_modules holds every package of the lock file in its version. */
function isCurrent() {
  const installedLock = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const installed = readLock(installedLock).packages;
  return Object.entries(readLock(inRoot('package-lock.json')).packages).every(
    ([folder, { version, optional }]) =>
      folder === '' || optional || (installed[folder]?.version === version && existsSync(inRoot(folder))),
  );
}

export async function ensureNodeModules() {
  requireNode();
  if (isCurrent()) return;
  await step('Installing npm packages as package-lock.json says', () =>
    run('npm', ['ci'], { remedy: 'Is this machine online, and does `npm ping` answer?' }),
  );
}

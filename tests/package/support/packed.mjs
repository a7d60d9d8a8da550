/** The package as npm packs it, unpacked where a program would have it, beside what it depends on. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { inRoot } from '../../../scripts/lib/paths.mjs';

const run = promisify(execFile);

/**
 * @param {string[]} [beside] packages that the program has too
 * @returns {Promise<{folder: string, tarball: Buffer, home: string, run: (code: string) => Promise<string>, remove: () => Promise<void>}>}
 *   `folder`: the program's; `home`: the package's; `run`: a module of the program in Node, and what it prints
 */
export async function unpackPackage(beside = []) {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-package-'));
  const modules = join(folder, 'node_modules');
  const home = join(modules, 'holdfast');
  await mkdir(home, { recursive: true });
  const { tarball } = await packInto(folder);
  await run('tar', ['-xzf', tarball, '-C', home, '--strip-components=1']);
  for (const name of ['idb', ...beside]) {
    if (name.includes('/')) await mkdir(join(modules, name, '..'), { recursive: true });
    await symlink(inRoot('node_modules', name), join(modules, name));
  }
  return {
    folder,
    home,
    tarball: await readFile(tarball),
    run: async (code) => {
      const options = ['--input-type=module', '--eval', code];
      return (await run(process.execPath, options, { cwd: folder })).stdout.trim();
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/**
 * @param {string} folder
 * @returns {Promise<{tarball: string}>} its path
 */
export async function packInto(folder) {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { cwd: inRoot() });
  return { tarball: join(folder, nameIn(JSON.parse(stdout))) };
}

/** @param {any} report npm's, whose shape depends on its version */
const nameIn = (report) => Object.values(report)[0].filename;

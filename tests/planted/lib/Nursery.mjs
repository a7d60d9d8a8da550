/** A copy of the sources in which a bug may be planted, and what is built of it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jobs } from '../../../scripts/lib/cmake.mjs';
import { listFiles } from '../../../scripts/lib/files.mjs';
import { buildFolder, inRoot, root } from '../../../scripts/lib/paths.mjs';
import { Problem } from '../../../scripts/lib/Problem.mjs';
import { capture, run } from '../../../scripts/lib/run.mjs';

/** @typedef {import('./patches.mjs').Patch} Patch */

const sourceFolder = path.join(buildFolder, 'planted', 'source');
const objectFolder = path.join(buildFolder, 'planted', 'objects');

/** The library checks what it is asked for, so that a read beyond an end is a crash and not luck. */
const flags = '-O1 -D_GLIBCXX_ASSERTIONS';

const isSource = (/** @type {string} */ name) =>
  /(\.cpp|\.h|CMakeLists\.txt|^package\.json|^tests\/conformance\/.*\.json)$/.test(name);

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

export class Nursery {
  /** The copy is as the sources are; only what differs is written, so that only that is built. */
  reset() {
    const names = ['', 'src', 'include', 'tests'].flatMap((folder) =>
      folder === '' ? ['CMakeLists.txt', 'package.json'] : listFiles(folder).filter(isSource),
    );
    for (const name of names) {
      const copy = path.join(sourceFolder, name);
      const text = readFileSync(inRoot(name), 'utf8');
      if (readIfThere(copy) === text) continue;
      mkdirSync(path.dirname(copy), { recursive: true });
      writeFileSync(copy, text);
    }
  }

  async configure() {
    const options = ['-DCMAKE_BUILD_TYPE=Release', '-DHOLDFAST_BUILD_SERVER=OFF'];
    await run('cmake', [
      ...['-S', sourceFolder, '-B', objectFolder, '-G', 'Ninja', '--log-level=WARNING'],
      ...options,
      `-DCMAKE_CXX_FLAGS_RELEASE=${flags}`,
    ]);
  }

  /** @param {Patch} patch */
  async plant({ name, file }) {
    const folder = path.relative(root, sourceFolder);
    const { code, stderr } = await capture('git', ['apply', `--directory=${folder}`, file]);
    if (code !== 0) throw new Problem(`The planted bug ${name} does not apply to the copy: ${stderr.trim()}`);
  }

  /** @param {...string} targets */
  async build(...targets) {
    const options = ['--build', objectFolder, '--parallel', String(jobs), '--target', ...targets];
    const { code, stdout, stderr } = await capture('cmake', options);
    if (code !== 0)
      throw new Problem(`${targets.join(' and ')} do not build:\n${stdout.slice(-4000)}${stderr}`);
  }

  /** @param {string} target */
  program(target) {
    return path.join(objectFolder, 'tests', target);
  }
}

/** A fresh folder outside of the repository, with an app in it that has Holdfast from its tarball. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { note } from '../../../scripts/lib/report.mjs';
import { packInto } from '../../package/support/packed.mjs';
import { ensureTools, toolsFolder } from './tools.mjs';

const run = promisify(execFile);
const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];

/** A hard link costs nothing, and is not had across file systems. @param {string} from @param {string} to */
async function copyTree(from, to) {
  try {
    await run('cp', ['-al', from, to]);
  } catch {
    await rm(to, { recursive: true, force: true });
    await run('cp', ['-a', from, to]);
  }
}

export class FreshApp {
  /** @param {string} folder where the app is */
  constructor(folder) {
    this.folder = folder;
  }

  /**
   * @param {string} source the folder below tests/apps that holds the app
   * @param {{shared?: string}} [options] `shared`: where the files of tests/apps/shared go; default: nowhere
   */
  static async install(source, { shared } = {}) {
    await ensureTools();
    const app = new FreshApp(await mkdtemp(path.join(tmpdir(), `holdfast-${source}-`)));
    await cp(inRoot('tests/apps', source), app.folder, { recursive: true });
    if (shared !== undefined) await cp(inRoot('tests/apps/shared'), app.file(shared), { recursive: true });
    for (const file of ['package.json', 'package-lock.json'])
      await cp(inRoot('tests/apps', file), app.file(file));
    await copyTree(path.join(toolsFolder, 'node_modules'), app.file('node_modules'));
    await app.#ownListOfPackages();
    const { tarball } = await packInto(app.folder);
    note(`${source}: npm install ${path.basename(tarball)} in ${app.folder}`);
    await run('npm', ['install', ...quietly, tarball], { cwd: app.folder });
    return app;
  }

  /** @param {...string} parts */
  file(...parts) {
    return path.join(this.folder, ...parts);
  }

  /**
   * Runs one of the tools that the app has, to its end.
   * @param {string} tool
   * @param {...string} args
   */
  async run(tool, ...args) {
    note(`${path.basename(this.folder)}: ${tool} ${args.join(' ')}`);
    const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
    const options = { cwd: this.folder, env, timeout: 240_000 };
    await run(this.file('node_modules/.bin', tool), args, options).catch((error) => {
      throw new Error(`${tool} failed: ${error.message}\n${error.stdout}\n${error.stderr}`);
    });
  }

  remove() {
    return rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  /** npm writes into this file, which must not be the one of the tools then. */
  async #ownListOfPackages() {
    const name = 'node_modules/.package-lock.json';
    await rm(this.file(name));
    await cp(path.join(toolsFolder, name), this.file(name));
  }
}

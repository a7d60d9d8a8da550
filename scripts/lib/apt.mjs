/** Debian packages: which ones each kind of work needs and why, and how the missing ones get installed. */
import process from 'node:process';
import { Problem } from './Problem.mjs';
import { note, step } from './report.mjs';
import { capture, run } from './run.mjs';

/**
 * @typedef {'native' | 'wasm' | 'server' | 'unit' | 'fuzz' | 'coverage' | 'lint' | 'browser' | 'engines' | 'databases'} Purpose
 */

/** @type {Record<Purpose, Record<string, string>>} */
const packages = {
  native: {
    'g++': 'compiles the core and the backend',
    cmake: 'configures the builds',
    'ninja-build': 'runs the builds',
    'nlohmann-json3-dev': 'JSON, for the codec',
  },
  wasm: {
    cmake: 'configures the builds',
    'ninja-build': 'runs the builds',
    'nlohmann-json3-dev': 'JSON, for the codec',
    emscripten: 'compiles the core to WebAssembly',
    'node-acorn': 'parses JavaScript for Emscripten',
  },
  server: {
    'libboost1.81-dev': 'Boost.Beast and Asio, for the backend',
    'libjwt-dev': 'bearer tokens, for the backend',
    'libpq-dev': 'PostgreSQL, for the backend',
    'libsqlite3-dev': "the backend's database",
    'libssl-dev': 'HTTPS to a completion service',
    'prometheus-cpp-dev': 'metrics, for the backend',
  },
  unit: {
    'libgtest-dev': 'GoogleTest',
    'libgmock-dev': 'GoogleMock',
  },
  fuzz: {
    clang: 'compiles the fuzzers',
    'libclang-rt-14-dev': 'libFuzzer and the sanitizers of clang',
  },
  coverage: {
    clang: 'compiles the tests with counted branches',
    'libclang-rt-14-dev': 'writes the counts down',
    llvm: 'llvm-profdata and llvm-cov read the counts',
  },
  lint: {
    'clang-format': 'formats C++',
    'clang-tidy': 'lints C++',
  },
  browser: {
    chromium: 'runs the browser tests',
    sqlite3: 'reads the database that the backend wrote',
    curl: "runs the protocol document's examples",
  },
  databases: {
    postgresql: 'the second database of the backend, for its tests',
    sqlite3: 'reads the database that the backend wrote',
  },
  engines: {
    chromium: 'runs the tests of the outbox',
    'firefox-esr': 'runs the tests of the outbox',
    'webkit2gtk-driver': 'brings WebKitGTK with its MiniBrowser, which runs the tests of the outbox',
    xvfb: 'a screen for MiniBrowser, which has no headless mode',
    sqlite3: 'reads the database that the backend wrote',
  },
};

/**
 * @param {string} name
 * @returns {Promise<boolean>}
 */
async function isInstalled(name) {
  const { code, stdout } = await capture('dpkg-query', ['-W', '-f=${db:Status-Status}', name]);
  return code === 0 && stdout === 'installed';
}

/**
 * The packages that are needed for `purposes` and are not installed, each with its reason.
 * @param {Purpose[]} purposes
 * @returns {Promise<[name: string, reason: string][]>}
 */
async function missingPackages(purposes) {
  const wanted = Object.entries(Object.assign({}, ...purposes.map((purpose) => packages[purpose])));
  const present = await Promise.all(wanted.map(([name]) => isInstalled(name)));
  return wanted.filter((_, index) => !present[index]);
}

/**
 * Installs what is missing. Touches nothing, not even the package lists, when nothing is.
 * @param {Purpose[]} purposes
 */
export async function ensurePackages(purposes) {
  const missing = await missingPackages(purposes);
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name);
  const byHand = `sudo apt-get update && sudo apt-get install --no-install-recommends -y ${names.join(' ')}`;
  if (process.getuid?.() !== 0) {
    throw new Problem(
      `Not installed: ${names.join(', ')}, and only root may install Debian packages.`,
      `Run this, then try again:\n  ${byHand}`,
    );
  }
  await step(
    `Installing ${names.length} Debian packages that are missing (takes a few minutes)`,
    async () => {
      for (const [name, reason] of missing) note(`${name}: ${reason}`);
      const env = { DEBIAN_FRONTEND: 'noninteractive' };
      const remedy = `Is this machine online, and are its package sources right? By hand:\n  ${byHand}`;
      await run('apt-get', ['-q', 'update'], { env, remedy });
      await run('apt-get', ['-q', 'install', '--no-install-recommends', '-y', ...names], { env, remedy });
    },
  );
}

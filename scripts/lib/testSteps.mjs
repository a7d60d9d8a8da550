/** What `npm test` consists of, in order, and the packages that each step needs. */
import process from 'node:process';
import { writeApiReference } from './apiReference.mjs';
import { buildInline, buildPage, buildServer, buildTypes, buildWasm } from './artifacts.mjs';
import { build, jobs } from './cmake.mjs';
import { fuzz } from './fuzz.mjs';
import { lintPurposes, lintSteps } from './lint.mjs';
import { runNodeTests } from './nodeTests.mjs';
import { Problem } from './Problem.mjs';
import { note } from './report.mjs';
import { run } from './run.mjs';
import { runSteps, summarize } from './steps.mjs';
import { PostgresCluster } from '../../tests/server/PostgresCluster.mjs';
import { listTapes } from '../../tests/regression/tapes.mjs';
import { compareWithWasm, simulate } from '../../tests/sim/sim.mjs';

/**
 * @typedef {import('./apt.mjs').Purpose} Purpose
 * @typedef {import('./steps.mjs').Step & {needs: Purpose[]}} TestStep
 */

const minuteMs = 60_000;

/** The sanitizers stop at the first finding, and look for leaks too. */
const sanitizers = {
  ASAN_OPTIONS: 'detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1',
  UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
};

/** What looks for the use of a stack that is gone takes half of the time: most simulated lives do without it. */
const quickSanitizers = {
  ...sanitizers,
  ASAN_OPTIONS: sanitizers.ASAN_OPTIONS.replace('use_after_return=1', 'use_after_return=0'),
};

async function lint() {
  if (summarize(await runSteps(lintSteps({ fix: false, testsToo: false })))) return;
  throw new Problem(
    'Some linters found fault.',
    'Run `npm run format`, then put right by hand what is left.',
  );
}

async function testNatively() {
  await build('native-asan');
  const options = ['--preset', 'native-asan', '--no-tests=error', '--parallel', String(jobs)];
  await run('ctest', options, { env: sanitizers, timeoutMs: 10 * minuteMs });
}

/** The real server, with the sanitizers: the tests in browsers take it too, and need no second build. */
async function buildTestedServer() {
  return { ...sanitizers, HOLDFAST_SERVER: await buildServer('native-asan') };
}

/** The backend's tests on SQLite, then on PostgreSQL those that come to the database. */
async function testBackend() {
  const env = await buildTestedServer();
  const options = { env, atOnce: jobs, timeoutMs: 10 * minuteMs };
  await runNodeTests('tests/server', options);
  await runNodeTests('tests/conformance-kit', options);
  await runNodeTests('tests/migration', options);
  await runNodeTests('tests/crash', options);

  note('The same on PostgreSQL.');
  const cluster = await PostgresCluster.start();
  try {
    const onPostgres = { ...options, env: { ...env, HOLDFAST_TEST_POSTGRESQL: cluster.url } };
    await runNodeTests('tests/server', onPostgres);
    await runNodeTests('tests/conformance-kit', { ...onPostgres, named: 'referenceBackend' });
    await runNodeTests('tests/migration', onPostgres);
    await runNodeTests('tests/crash', onPostgres);
  } finally {
    await cluster.remove();
  }
}

/** @type {TestStep[]} */
export const testSteps = [
  {
    name: 'wasm',
    title: 'the core builds as WebAssembly, also inlined, and the types are written',
    needs: ['wasm'],
    work: async () => {
      await buildWasm();
      await buildInline();
      await buildTypes();
    },
  },
  { name: 'lint', title: 'formatters, linters and types', needs: lintPurposes, work: lint },
  {
    name: 'house',
    title: 'the house rules, the scripts and the bench runner',
    needs: [],
    work: () => runNodeTests('tests/house', { timeoutMs: 5 * minuteMs }),
  },
  {
    name: 'native',
    title: 'the C++ tests, with AddressSanitizer and UndefinedBehaviorSanitizer',
    needs: ['native', 'server', 'unit'],
    work: testNatively,
  },
  {
    name: 'sim',
    title: 'lives of the core in a simulated world, with sanitizers and in WebAssembly',
    needs: ['native', 'server', 'unit', 'wasm'],
    work: async () => {
      /** @param {string[]} args @param {Record<string, string>} env */
      const live = (args, env) =>
        simulate([...args, '--jobs', String(jobs)], { preset: 'native-asan', env, timeoutMs: 10 * minuteMs });
      await live(['--exhaust'], quickSanitizers);
      await live(
        listTapes().flatMap((tape) => ['--tape', tape]),
        sanitizers,
      );
      await live(['--seeds', '2000'], sanitizers);
      await live(['--first', '2001', '--seeds', '18000'], quickSanitizers);
      await compareWithWasm(1, 300, 'native-asan');
    },
  },
  {
    name: 'fuzz',
    title: 'the fuzzers, each for a few seconds',
    needs: ['native', 'fuzz', 'unit'],
    work: () => fuzz({ seconds: 5 }),
  },
  {
    name: 'js',
    title: 'the library in Node, through WebAssembly',
    needs: ['wasm'],
    work: async () => {
      await buildWasm();
      await runNodeTests('tests/js', { atOnce: jobs, timeoutMs: 5 * minuteMs });
    },
  },
  {
    name: 'package',
    title: 'the package as npm packs it: its entries, their types, what it holds, and its reference',
    needs: ['wasm'],
    work: async () => {
      await buildWasm();
      await buildInline();
      await buildTypes();
      await writeApiReference();
      await runNodeTests('tests/package', { timeoutMs: 5 * minuteMs });
    },
  },
  {
    name: 'peers',
    title: 'defects of other policies, which ours do not have',
    needs: ['wasm'],
    work: async () => {
      await buildWasm();
      await runNodeTests('tests/peers', { timeoutMs: 5 * minuteMs });
    },
  },
  {
    name: 'server',
    title:
      'the real backend on SQLite and on PostgreSQL, with sanitizers, the conformance kit and the migration',
    needs: ['native', 'wasm', 'server', 'unit', 'browser', 'databases'],
    work: async () => {
      await buildWasm();
      await testBackend();
    },
  },
  {
    name: 'page',
    title: 'the demo page builds',
    needs: ['wasm'],
    work: async () => {
      await buildWasm();
      await buildPage();
    },
  },
  {
    name: 'bench',
    title: 'the benchmarks of size, outbox and stream run and count right, in their short form',
    needs: ['wasm', 'browser'],
    work: async () => {
      for (const suite of ['size', 'outbox', 'stream']) {
        await run(process.execPath, ['bench/run.mjs', suite, '--quick'], { timeoutMs: 5 * minuteMs });
      }
    },
  },
  {
    name: 'browser',
    title: 'the real page in a real browser against the real backend',
    needs: ['native', 'wasm', 'server', 'browser'],
    work: async () => {
      await buildWasm();
      await buildInline();
      await buildPage();
      const env = await buildTestedServer();
      await runNodeTests('tests/browser', { env, atOnce: jobs, timeoutMs: 15 * minuteMs });
    },
  },
  {
    name: 'apps',
    title: 'apps of the bundlers, without one and in Node, that install the tarball, and the quick start',
    needs: ['native', 'wasm', 'server', 'browser'],
    work: async () => {
      await buildWasm();
      await buildInline();
      await buildTypes();
      const options = { env: await buildTestedServer(), timeoutMs: 10 * minuteMs };
      for (const named of ['bundlers', 'unbundled', 'node', 'quickStart']) {
        await runNodeTests('tests/apps', { ...options, named });
      }
    },
  },
  {
    name: 'engines',
    title: 'the outbox in Chromium, Firefox and WebKitGTK against the real backend',
    needs: ['native', 'wasm', 'server', 'engines'],
    work: async () => {
      await buildWasm();
      const env = await buildTestedServer();
      await runNodeTests('tests/engines', { env, atOnce: jobs, timeoutMs: 10 * minuteMs });
    },
  },
  {
    name: 'chaos',
    title: 'five rounds of destruction, and their judge',
    needs: ['native', 'wasm', 'server', 'browser'],
    work: async () => {
      await runNodeTests('tests/chaos', { timeoutMs: minuteMs });
      await run(process.execPath, ['tests/chaos/run.mjs', '--rounds', '5'], {
        env: await buildTestedServer(),
        timeoutMs: 10 * minuteMs,
        remedy: 'The seed of the round that failed is above: `npm run chaos -- --rounds 1 --seed SEED`.',
      });
    },
  },
];

/** A test is found by its name and its place, or it is never run. */
import { findAll, holdsSamples } from '../lib/findings.mjs';

/** @typedef {import('../lib/findings.mjs').SourceFile} SourceFile */

const nodeTest = /^import\b[^\n]*['"]node:test['"]/gm;
const googleTest = /^(?:TYPED_)?TEST(?:_[FP])?\(/gm;
const steps = 'scripts/lib/testSteps.mjs';

/** @param {SourceFile} file */
const inTests = ({ path }) => path.startsWith('tests/');

const sampleSteps = { [steps]: "runNodeTests('tests/js', x)\n" };
const sampleTest = "import test from 'node:test';\n";

/** @type {import('../lib/findings.mjs').Rule[]} */
export const testFiles = [
  {
    sentence: 'a file with tests is named *.test.mjs or *Test.cpp',
    check: (files) =>
      files
        .filter((file) => inTests(file) && !holdsSamples(file))
        .flatMap((file) => [
          ...(file.path.endsWith('.test.mjs')
            ? []
            : findAll(file, nodeTest, () => 'is to be named *.test.mjs').slice(0, 1)),
          ...(file.path.endsWith('Test.cpp')
            ? []
            : findAll(file, googleTest, () => 'is to be named *Test.cpp').slice(0, 1)),
        ]),
    breaks: [
      { at: 'tests/js/queue.mjs:1', files: { 'tests/js/queue.mjs': sampleTest } },
      { at: 'tests/unit/Breaker.cpp:2', files: { 'tests/unit/Breaker.cpp': '\nTEST(Breaker, Opens) {}\n' } },
    ],
    keeps: [
      {
        'tests/js/queue.test.mjs': sampleTest,
        'tests/unit/BreakerTest.cpp': 'TEST(A, B) {}\n',
        'tests/js/lib.mjs': '',
      },
    ],
  },
  {
    sentence: 'a file that is named as tests holds tests',
    check: (files) =>
      files
        .filter(inTests)
        .filter(
          ({ path, text }) =>
            (path.endsWith('.test.mjs') && text.search(nodeTest) < 0) ||
            (path.endsWith('Test.cpp') && text.search(googleTest) < 0),
        )
        .map(({ path }) => ({ path, line: 1, message: 'holds no test' })),
    breaks: [
      { at: 'tests/js/a.test.mjs:1', files: { 'tests/js/a.test.mjs': 'export const a = 1;\n' } },
      { at: 'tests/unit/ATest.cpp:1', files: { 'tests/unit/ATest.cpp': 'int a;\n' } },
    ],
    keeps: [{ 'tests/js/a.test.mjs': sampleTest, 'tests/unit/ATest.cpp': 'TEST_F(A, B) {}\n' }],
  },
  {
    sentence: 'every test file of node:test is in a folder that npm test runs',
    check: (files) => {
      const run = files.find(({ path }) => path === steps)?.text.matchAll(/runNodeTests\('([^']+)'/g) ?? [];
      const folders = [...run].map(([, folder]) => `${folder}/`);
      return files
        .filter(
          ({ path }) => path.endsWith('.test.mjs') && !folders.some((folder) => path.startsWith(folder)),
        )
        .map(({ path }) => ({ path, line: 1, message: `is run by no step of ${steps}` }));
    },
    breaks: [
      { at: 'tests/other/a.test.mjs:1', files: { ...sampleSteps, 'tests/other/a.test.mjs': sampleTest } },
    ],
    keeps: [{ ...sampleSteps, 'tests/js/deep/a.test.mjs': sampleTest }],
  },
];

/** What no file may hold, whatever its language, and how long a file may be. */
import { findAll, holdsSamples } from '../lib/findings.mjs';

/** @typedef {import('../lib/findings.mjs').Rule} Rule */

/**
 * @param {RegExp} pattern
 * @param {string} why
 * @returns {Rule['check']}
 */
const nowhere = (pattern, why) => (files) =>
  files
    .filter((file) => !holdsSamples(file))
    .flatMap((file) => findAll(file, pattern, ([match]) => `${match.trim()}: ${why}`));

/** @param {string} text */
const inDocument = (text) => ({ at: 'docs/a.md:2', files: { 'docs/a.md': `first\n${text}\n` } });

const longest = 400;
const lines = (/** @type {number} */ count) => 'x\n'.repeat(count);

/** @type {Rule[]} */
export const text = [
  {
    sentence: 'no file refers to a place outside of the repository',
    check: nowhere(
      /\.\.\/shared\b|(?<![\w.\-/])\/(?:work|root|home\/\w+)\//g,
      'a clone of the repository has no such place',
    ),
    breaks: [
      inDocument('see ../shared/design.md'),
      inDocument('cd /work/main'),
      inDocument('"/root/.npmrc"'),
    ],
    keeps: [{ 'docs/a.md': 'see js/shared/a.js, https://example.com/work/x, and homework/\n' }],
  },
  {
    sentence: 'no file names the host of a package registry',
    check: nowhere(
      /\b(?:registry\.(?:npmjs\.org|yarnpkg\.com|npmmirror\.com)|(?:deb|security|ftp)\.debian\.org|pypi\.org|proxy\.golang\.org)\b/g,
      'which registry is used is up to the machine',
    ),
    breaks: [inDocument('https://registry.npmjs.org/x'), inDocument('deb http://deb.debian.org/debian')],
    keeps: [{ 'docs/a.md': 'https://www.debian.org and npmjs.com\n' }],
  },
  {
    sentence: 'no test is left out, and nothing is left to be done later',
    check: nowhere(
      /\b(?:t|test|it|describe|suite)\.(?:only|skip|todo)\b|\b(?:only|skip|todo):\s*(?:true|['"`])|\bDISABLED_|\bGTEST_SKIP\b|\b(?:TODO|FIXME|XXX)\b/g,
      'do it now, or write an issue',
    ),
    breaks: [
      inDocument("test.only('x')"),
      inDocument("describe.skip('x')"),
      inDocument("test('x', { skip: true }, f)"),
      inDocument("test('x', { todo: 'later' }, f)"),
      inDocument('TEST(A, DISABLED_B)'),
      inDocument('GTEST_SKIP();'),
      inDocument('// TODO: later'),
      inDocument('// FIXME'),
    ],
    keeps: [{ 'docs/a.md': 'readonly: true, skipped: true, test.each, mastodon\n' }],
  },
  {
    sentence: `no source file is longer than ${longest} lines`,
    check: (files) =>
      files
        .filter(({ path }) => /\.(cpp|h|m?js|css|html)$/.test(path))
        .map((file) => ({ path: file.path, length: file.text.split('\n').length - 1 }))
        .filter(({ length }) => length > longest)
        .map(({ path, length }) => ({
          path,
          line: longest + 1,
          message: `has ${length} lines; split it by what it does`,
        })),
    breaks: [{ at: 'src/A.cpp:401', files: { 'src/A.cpp': lines(401) } }],
    keeps: [{ 'src/A.cpp': lines(400), 'docs/a.md': lines(900) }],
  },
];

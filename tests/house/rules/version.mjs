/** One version, in package.json. */
import { findAll } from '../lib/findings.mjs';

/** @typedef {import('../lib/findings.mjs').SourceFile} SourceFile */

/** @param {SourceFile[]} files @param {string} path */
const read = (files, path) => JSON.parse(files.find((file) => file.path === path)?.text ?? '{}');

/**
 * npm itself repeats the version in its lock file; the heading of a release names it in the changelog. The
 * other lock files are of packages that only one kind of work needs, and in them some version of another may be the same.
 */
const repeats = (/** @type {SourceFile} */ { path }) =>
  path === 'package.json' || /(^|\/)package-lock\.json$/.test(path);

/** @param {SourceFile} file */
const withoutHeadings = ({ path, text }) =>
  path === 'CHANGELOG.md' ? text.replaceAll(/^#+ .*$/gm, '') : text;

const manifest = { 'package.json': '{"version":"7.8.9"}' };

/** @type {import('../lib/findings.mjs').Rule[]} */
export const version = [
  {
    sentence: 'the version stands in package.json alone',
    check: (files) => {
      const own = String(read(files, 'package.json').version);
      const pattern = new RegExp(`(?<![\\w.])v?${own.replaceAll('.', '\\.')}(?![\\w]|\\.\\d)`, 'g');
      return files
        .filter((file) => !repeats(file))
        .flatMap((file) =>
          findAll(
            file,
            pattern,
            ([match]) => `repeats the version, ${match}; package.json alone holds it`,
            withoutHeadings(file),
          ),
        );
    },
    breaks: [
      {
        at: 'CMakeLists.txt:1',
        files: { ...manifest, 'CMakeLists.txt': 'project(holdfast VERSION 7.8.9)\n' },
      },
      { at: 'js/a.js:2', files: { ...manifest, 'js/a.js': "\nexport const version = 'v7.8.9';\n" } },
      { at: 'README.md:1', files: { ...manifest, 'README.md': 'This is 7.8.9.\n' } },
      { at: 'CHANGELOG.md:3', files: { ...manifest, 'CHANGELOG.md': '## 7.8.9\n\nFixed since 7.8.9\n' } },
    ],
    keeps: [
      { ...manifest, 'CHANGELOG.md': '## 7.8.9\n', 'a.md': 'x 17.8.9, 7.8.90, 7.8.9.1, 1.7.8.9\n' },
      { ...manifest, 'package-lock.json': '{"version":"7.8.9"}' },
      { ...manifest, 'bench/peers/package-lock.json': '{"packages":{"node_modules/a":{"version":"7.8.9"}}}' },
    ],
  },
  {
    sentence: 'the lock file is of the version in package.json',
    check: (files) => {
      const [own, locked] = ['package.json', 'package-lock.json'].map((path) => read(files, path).version);
      if (own === locked) return [];
      return [
        {
          path: 'package-lock.json',
          line: 1,
          message: `is of version ${locked}, not ${own}: run \`npm install\``,
        },
      ];
    },
    breaks: [
      { at: 'package-lock.json:1', files: { ...manifest, 'package-lock.json': '{"version":"7.8.8"}' } },
    ],
    keeps: [{ ...manifest, 'package-lock.json': '{"version":"7.8.9"}' }],
  },
];

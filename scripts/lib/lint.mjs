/** Formatting and linting: one step per tool, checking alone or putting right what a tool can put right. */
import { listFiles } from './files.mjs';
import { run } from './run.mjs';
import { tidy } from './tidy.mjs';

/** @typedef {import('./apt.mjs').Purpose} Purpose */

/** What the steps need: clang-tidy reads the code as the native build compiles it. @type {Purpose[]} */
export const lintPurposes = ['lint', 'native', 'server', 'unit'];

const remedy = 'Run `npm run format`; what it cannot put right by itself is shown above.';

/** @param {string} name */
const tool = (name) => `node_modules/.bin/${name}`;

const cppFiles = () => listFiles().filter((file) => /\.(cpp|h)$/.test(file));

/**
 * @param {{fix: boolean, testsToo: boolean}} options `testsToo`: whether clang-tidy reads the C++ of the tests, which
 *   takes a third of its time
 * @returns {import('./steps.mjs').Step[]}
 */
export const lintSteps = ({ fix, testsToo }) => [
  {
    name: 'clang-format',
    title: 'the layout of C++',
    work: () =>
      run('clang-format', [...(fix ? ['-i'] : ['--dry-run', '-Werror']), ...cppFiles()], { remedy }),
  },
  {
    name: 'prettier',
    title: 'the layout of everything else',
    work: () => run(tool('prettier'), [fix ? '--write' : '--check', '--log-level', 'warn', '.'], { remedy }),
  },
  {
    name: 'eslint',
    title: 'JavaScript',
    work: () => run(tool('eslint'), ['--max-warnings', '0', ...(fix ? ['--fix'] : []), '.'], { remedy }),
  },
  {
    name: 'knip',
    title: 'what nobody uses: files, exports and dependencies',
    work: () =>
      run(tool('knip'), ['--no-progress'], { remedy: 'Take it out, or tell knip.jsonc who uses it.' }),
  },
  {
    name: 'tsc',
    title: 'the types of the library',
    work: () => run(tool('tsc'), ['--project', 'tsconfig.json']),
  },
  {
    name: 'tsc-tools',
    title: 'the types of scripts, benches and house rules',
    work: () => run(tool('tsc'), ['--project', 'tsconfig.tools.json']),
  },
  {
    name: 'clang-tidy',
    title: 'C++',
    work: () => tidy({ testsToo }),
  },
];

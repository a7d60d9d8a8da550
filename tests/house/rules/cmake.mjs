/** CMake's lists of sources are explicit, and complete in both directions. */
import path from 'node:path';
import { findAll } from '../lib/findings.mjs';

/** @typedef {import('../lib/findings.mjs').SourceFile} SourceFile */

const listedFolders = /^(src|wasm|demo\/server|tests|bench)\//;

/** @param {SourceFile} file */
const isCMake = ({ path: name }) => /(^|\/)CMakeLists\.txt$|\.cmake$/.test(name);

/** @param {string} text */
const withoutComments = (text) => text.replaceAll(/#[^\n]*/g, (comment) => ' '.repeat(comment.length));

/**
 * The C++ sources that a list names, by their paths from the root.
 * @param {SourceFile} file
 */
const sourcesIn = (file) =>
  findAll(file, /[^\s()"';]+\.cpp\b/g, ([name]) => name, withoutComments(file.text))
    .filter(({ message }) => !/\$\{CMAKE_(CURRENT_)?BINARY_DIR\}|\$\{PROJECT_BINARY_DIR\}/.test(message))
    .map(({ line, message }) => {
      const name = message.replace(/^\$\{CMAKE_CURRENT_(SOURCE|LIST)_DIR\}\//, '');
      const fromRoot = /^\$\{(?:PROJECT|CMAKE)_SOURCE_DIR\}\/(.*)$/.exec(name)?.[1];
      return { line, source: fromRoot ?? path.posix.join(path.posix.dirname(file.path), name) };
    });

/** @type {import('../lib/findings.mjs').Rule[]} */
export const cmake = [
  {
    sentence: 'no CMake list is globbed',
    check: (files) =>
      files
        .filter(isCMake)
        .flatMap((file) =>
          findAll(
            file,
            /\bfile\s*\(\s*GLOB\w*|\baux_source_directory\b/gi,
            ([match]) => `${match}: lists of sources are explicit`,
            withoutComments(file.text),
          ),
        ),
    breaks: [
      { at: 'src/CMakeLists.txt:2', files: { 'src/CMakeLists.txt': '\nfile(GLOB sources *.cpp)\n' } },
      { at: 'x.cmake:1', files: { 'x.cmake': 'file( GLOB_RECURSE s *.cpp)\n' } },
    ],
    keeps: [{ 'src/CMakeLists.txt': '# file(GLOB is banned\nfile(READ a b)\n' }],
  },
  {
    sentence: 'every C++ source in a CMake list exists',
    check: (files) => {
      const known = new Set(files.map((file) => file.path));
      return files.filter(isCMake).flatMap((file) =>
        sourcesIn(file)
          .filter(({ source }) => !known.has(source))
          .map(({ line, source }) => ({ path: file.path, line, message: `${source} does not exist` })),
      );
    },
    breaks: [
      { at: 'src/CMakeLists.txt:2', files: { 'src/CMakeLists.txt': 'add_library(a\n  b/Gone.cpp)\n' } },
    ],
    keeps: [{ 'src/CMakeLists.txt': 'add_library(a\n  b/B.cpp)\n', 'src/b/B.cpp': '' }],
  },
  {
    sentence: 'every C++ source is in a CMake list',
    check: (files) => {
      const listed = new Set(
        files.filter(isCMake).flatMap((file) => sourcesIn(file).map(({ source }) => source)),
      );
      return files
        .filter(
          (file) => file.path.endsWith('.cpp') && listedFolders.test(file.path) && !listed.has(file.path),
        )
        .map((file) => ({
          path: file.path,
          line: 1,
          message: 'is in no CMakeLists.txt, so that nobody compiles it',
        }));
    },
    breaks: [
      { at: 'src/b/C.cpp:1', files: { 'src/CMakeLists.txt': 'add_library(a b/B.cpp)\n', 'src/b/C.cpp': '' } },
    ],
    keeps: [
      { 'src/CMakeLists.txt': 'add_library(a b/B.cpp)\n', 'src/b/B.cpp': '' },
      { 'a/CMakeLists.txt': 'x(${PROJECT_SOURCE_DIR}/src/B.cpp)\n', 'src/B.cpp': '' },
    ],
  },
];

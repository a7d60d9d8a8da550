/** Who may include whom in the C++ core. */
import { includesOf, isCpp, isStandardHeader } from '../lib/cpp.mjs';

/** @typedef {import('../lib/findings.mjs').Rule} Rule */
/** @typedef {import('../lib/findings.mjs').SourceFile} SourceFile */
/** @typedef {import('../lib/cpp.mjs').Include} Include */

/**
 * A finding for each include that `explain` objects to, in the C++ files that `concerns` picks.
 * @param {(path: string) => boolean} concerns
 * @param {(include: Include, path: string) => string | undefined} explain
 */
const includeRule = (concerns, explain) => (/** @type {SourceFile[]} */ files) =>
  files
    .filter(({ path }) => isCpp(path) && concerns(path))
    .flatMap(({ path, text }) =>
      includesOf(text).flatMap((include) => {
        const message = explain(include, path);
        return message === undefined ? [] : [{ path, line: include.line, message }];
      }),
    );

/** @param {string} path */
const folderInSrc = (path) => /^src\/([^/]+)\//.exec(path)?.[1];

/** @param {Include} include */
const isJson = ({ name }) => /^nlohmann\//.test(name);

/** @type {Rule[]} */
export const coreWalls = [
  {
    sentence: 'the public headers include the standard library and each other, nothing else',
    check: includeRule(
      (path) => path.startsWith('include/'),
      ({ name, angled }) =>
        name.startsWith('holdfast/') || (angled && isStandardHeader(name))
          ? undefined
          : `includes ${name}; include/ knows the standard library and holdfast/ alone`,
    ),
    breaks: [
      {
        at: 'include/holdfast/A.h:2',
        files: { 'include/holdfast/A.h': '#include <string>\n#include "codec/Json.h"\n' },
      },
      { at: 'include/holdfast/A.h:1', files: { 'include/holdfast/A.h': '#include <sqlite3.h>\n' } },
      {
        at: 'include/holdfast/A.h:1',
        files: { 'include/holdfast/A.h': '  # include <nlohmann/json.hpp>\n' },
      },
    ],
    keeps: [
      { 'include/holdfast/A.h': '#include <string>\n#include "holdfast/Time.h"\n// #include <sqlite3.h>\n' },
    ],
  },
  {
    sentence:
      'a service of the core includes its own folder, common/, log/ and holdfast/, never another service',
    check: includeRule(
      (path) => folderInSrc(path) !== undefined,
      ({ name, angled }, path) => {
        const own = folderInSrc(path);
        // The format of the log is a vocabulary of the services that write and read it.
        const known = own === 'common' ? [own, 'holdfast'] : [own, 'common', 'log', 'holdfast'];
        const folder = name.includes('/') ? name.split('/')[0] : folderInSrc(path);
        if (angled || known.includes(folder)) return undefined;
        return `includes ${name}; only the coordinator, directly in src/, knows more than one service`;
      },
    ),
    breaks: [
      {
        at: 'src/retry/A.cpp:2',
        files: { 'src/retry/A.cpp': '#include "retry/A.h"\n#include "breaker/B.h"\n' },
      },
      { at: 'src/common/A.h:1', files: { 'src/common/A.h': '#include "log/Segment.h"\n' } },
      { at: 'src/codec/A.h:1', files: { 'src/codec/A.h': '#include "../stream/SseParser.h"\n' } },
      { at: 'src/codec/A.h:1', files: { 'src/codec/A.h': '#include "Coordinator/../Core.h"\n' } },
    ],
    keeps: [
      {
        'src/retry/A.cpp':
          '#include "retry/A.h"\n#include "A.h"\n#include "common/R.h"\n#include "holdfast/T.h"\n',
      },
      { 'src/Core.cpp': '#include "breaker/B.h"\n#include "retry/R.h"\n' },
    ],
  },
  {
    sentence: 'the core includes no library but the standard one, and nlohmann/json in codec/ alone',
    check: includeRule(
      (path) => /^(include|src|wasm)\//.test(path),
      (include, path) => {
        if (isJson(include) && !path.startsWith('src/codec/'))
          return `includes ${include.name}; codec/ alone knows JSON`;
        const own = path.startsWith('wasm/') ? /^(holdfast|emscripten)\// : /^(holdfast|nlohmann)\//;
        if (!include.angled || own.test(include.name) || isStandardHeader(include.name)) return undefined;
        return `includes <${include.name}>, which is not of the standard library`;
      },
    ),
    breaks: [
      { at: 'src/retry/A.cpp:1', files: { 'src/retry/A.cpp': '#include <nlohmann/json.hpp>\n' } },
      { at: 'src/Core.cpp:1', files: { 'src/Core.cpp': '#include "nlohmann/json.hpp"\n' } },
      { at: 'wasm/bind.cpp:1', files: { 'wasm/bind.cpp': '#include <nlohmann/json_fwd.hpp>\n' } },
      { at: 'src/Core.cpp:1', files: { 'src/Core.cpp': '#include <unistd.h>\n' } },
    ],
    keeps: [
      { 'src/codec/A.cpp': '#include <nlohmann/json.hpp>\n#include <vector>\n' },
      { 'wasm/bind.cpp': '#include <emscripten/bind.h>\n' },
      { 'demo/server/A.cpp': '#include <nlohmann/json.hpp>\n' },
    ],
  },
  {
    sentence: 'wasm/ alone knows Emscripten',
    check: (files) =>
      files
        .filter(({ path }) => isCpp(path) && !path.startsWith('wasm/'))
        .flatMap(({ path, text }) =>
          text
            .split('\n')
            .flatMap((code, index) =>
              /^\s*#.*emscripten/i.test(code)
                ? [{ path, line: index + 1, message: `${code.trim()}: Emscripten is known in wasm/ alone` }]
                : [],
            ),
        ),
    breaks: [
      { at: 'src/A.cpp:1', files: { 'src/A.cpp': '#include <emscripten/val.h>\n' } },
      { at: 'include/holdfast/A.h:2', files: { 'include/holdfast/A.h': '\n#ifdef __EMSCRIPTEN__\n' } },
    ],
    keeps: [{ 'wasm/bind.cpp': '#include <emscripten/val.h>\n' }, { 'src/A.cpp': '// for emscripten\n' }],
  },
];

/** What the core leaves to the outside: the clock, chance, threads, input and output, exceptions. */
import { codeOf, isCpp } from '../lib/cpp.mjs';
import { findAll } from '../lib/findings.mjs';

/**
 * @typedef {object} Ban
 * @property {string} sentence
 * @property {RegExp} pattern
 * @property {string} instead
 * @property {string[]} offences lines of code
 * @property {string[]} harmless lines of code
 */

/** @param {string} names of headers, separated by | @param {string} code */
const banned = (names, code) => new RegExp(`#\\s*include\\s*<(?:${names})>|${code}`, 'g');

/** @type {Ban[]} */
const bans = [
  {
    sentence: 'the core never reads a clock',
    pattern: banned(
      'ctime|time\\.h|sys/time\\.h',
      '::now\\s*\\(|\\bstd::(?:time|clock)\\s*\\(|\\b(?:clock_gettime|gettimeofday)\\b',
    ),
    instead: 'the time is an argument',
    offences: [
      'auto t = std::chrono::steady_clock::now();',
      'auto t = Clock::now ();',
      '#include <ctime>',
      'auto t = std::time(nullptr);',
      'clock_gettime(CLOCK_REALTIME, &t);',
    ],
    harmless: ['void onTime(Instant now);', 'advance(now());', '#include <chrono>', '// steady_clock::now()'],
  },
  {
    sentence: 'the core draws no chance of its own',
    pattern: banned('random', '\\bstd::(?:random\\w*|mt19937\\w*|uniform_\\w+)|\\bs?rand\\s*\\('),
    instead: 'random numbers come in from outside',
    offences: [
      '#include <random>',
      'std::random_device device;',
      'std::mt19937_64 twister;',
      'int n = rand();',
      'srand(1);',
    ],
    harmless: ['Random random(seed);', '#include "common/Random.h"', 'operand(1);', '/* rand() */'],
  },
  {
    sentence: 'the core knows no threads',
    pattern: banned(
      'thread|mutex|shared_mutex|atomic|condition_variable|future|semaphore|latch|barrier|stop_token|pthread\\.h',
      '\\bstd::(?:j?thread|(?:\\w+_)?mutex|atomic\\w*|condition_variable|async|future|promise)\\b|\\bthread_local\\b',
    ),
    instead: 'it is a state machine that one caller drives',
    offences: [
      '#include <thread>',
      '#include <mutex>',
      '#include <atomic>',
      'std::shared_mutex m;',
      'thread_local int n;',
    ],
    harmless: ['int threads = 0;', '#include <memory>', '// std::mutex'],
  },
  {
    sentence: 'the core does no input or output',
    pattern: banned(
      'iostream|istream|ostream|fstream|cstdio|stdio\\.h|syncstream|filesystem',
      '\\b\\w*printf\\s*\\(|\\bstd::(?:cout|cerr|clog|cin)\\b|\\bf?puts\\s*\\(',
    ),
    instead: 'what it has to say is an effect',
    offences: [
      '#include <iostream>',
      '#include <fstream>',
      'std::printf("x");',
      'snprintf(buffer, 4, "x");',
      'std::cerr << 1;',
    ],
    harmless: ['const char* s = "printf(";', '#include <string>', 'int outputs(0);'],
  },
  {
    sentence: 'the core neither throws nor catches',
    pattern: /\b(?:throw|try|catch)\b/g,
    instead: 'an expected failure is a value',
    offences: ['throw 1;', 'try {', '} catch (...) {', 'throw std::runtime_error("x");'],
    harmless: [
      'map.try_emplace(1);',
      '// would throw',
      'auto s = R"(try)";',
      "char c = 'x'; int retry = 1'000;",
    ],
  },
];

/** @param {string} line */
const inCore = (line) => ({ 'src/retry/A.cpp': `int first;\n${line}\n` });

/** @type {import('../lib/findings.mjs').Rule[]} */
export const coreBans = bans.map(({ sentence, pattern, instead, offences, harmless }) => ({
  sentence,
  check: (files) =>
    files
      .filter(({ path }) => isCpp(path) && /^(src|include)\//.test(path))
      .flatMap((file) =>
        findAll(file, pattern, ([match]) => `${match.trim()} is banned here: ${instead}`, codeOf(file.text)),
      ),
  breaks: [
    ...offences.map((line) => ({ at: 'src/retry/A.cpp:2', files: inCore(line) })),
    { at: 'include/holdfast/A.h:1', files: { 'include/holdfast/A.h': offences[0] ?? '' } },
  ],
  keeps: [...harmless.map(inCore), { 'demo/server/A.cpp': offences.join('\n') }],
}));

/** C++ as far as the rules have to understand it. */
import { lineAt } from './findings.mjs';

const comment = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const rawString = String.raw`R"([^()\\\s]{0,16})\([\s\S]*?\)\1"`;
const string = String.raw`"(?:[^"\\\n]|\\[\s\S])*"`;
const character = String.raw`(?<![0-9A-Fa-f])'(?:[^'\\\n]|\\[\s\S])+'`;
const include = String.raw`^[ \t]*#[ \t]*include[^\n]*`;
const inert = new RegExp(
  `(${include})|${comment}|${rawString.replace('\\1', '\\2')}|${string}|${character}`,
  'gm',
);

/** @param {string} path */
export const isCpp = (path) => /\.(cpp|h)$/.test(path);

/**
 * The text with comments and literals blanked, so that positions stay. Include lines are kept.
 * @param {string} text
 */
export const codeOf = (text) =>
  text.replace(inert, (match, includeLine) => includeLine ?? match.replaceAll(/[^\n]/g, ' '));

/**
 * @typedef {{name: string, angled: boolean, line: number}} Include
 * @param {string} text
 * @returns {Include[]}
 */
export const includesOf = (text) =>
  [...codeOf(text).matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/gm)].map((match) => ({
    name: match[2] ?? '',
    angled: match[1] === '<',
    line: lineAt(text, match.index ?? 0),
  }));

/** The headers of C++20, and those of C under their C++ names. */
const standardHeaders = new Set(
  `algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits
  clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint
  cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution filesystem format forward_list fstream
  functional future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory
  memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore
  set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string string_view syncstream
  system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector
  version`.split(/\s+/),
);

/** @param {string} name */
export const isStandardHeader = (name) => standardHeaders.has(name);

/**
 * What the rules have in common. A rule is a sentence and a pure function over files; beside it stand samples that
 * break it, each with the place where it does, and samples that do not.
 *
 * @typedef {{path: string, text: string}} SourceFile
 * @typedef {{path: string, line: number, message: string}} Finding
 * @typedef {Record<string, string>} SampleFiles text by path
 * @typedef {object} Rule
 * @property {string} sentence
 * @property {(files: SourceFile[]) => Finding[]} check
 * @property {{at: string, files: SampleFiles}[]} breaks `at` is PATH:LINE
 * @property {SampleFiles[]} keeps
 */

/** The samples of the rules name what the rules ban. */
export const holdsSamples = (/** @type {SourceFile} */ { path }) => path.startsWith('tests/house/rules/');

/** @param {SampleFiles} sample @returns {SourceFile[]} */
export const filesOf = (sample) => Object.entries(sample).map(([path, text]) => ({ path, text }));

/** @param {Finding} finding */
export const placeOf = ({ path, line }) => `${path}:${line}`;

/**
 * The line, from 1, on which a position lies.
 * @param {string} text
 * @param {number} index
 */
export const lineAt = (text, index) => text.slice(0, index).split('\n').length;

/**
 * One finding for each match of a global pattern.
 * @param {SourceFile} file
 * @param {RegExp} pattern
 * @param {(match: RegExpMatchArray) => string} explain
 * @param {string} [text] searched instead of the file's own
 * @returns {Finding[]}
 */
export const findAll = ({ path, text: own }, pattern, explain, text = own) =>
  [...text.matchAll(pattern)].map((match) => ({
    path,
    line: lineAt(text, match.index ?? 0),
    message: explain(match),
  }));

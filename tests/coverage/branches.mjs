/** The sides of the core's branches, out of what `llvm-cov export` says. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from '../../scripts/lib/files.mjs';
import { Problem } from '../../scripts/lib/Problem.mjs';
import { root } from '../../scripts/lib/paths.mjs';

/**
 * A branch as LLVM writes it: lines and columns of its beginning and its end, how often its condition was
 * true, how often false. More follows that is not read here.
 * @typedef {[line: number, column: number, lastLine: number, lastColumn: number, taken: number, passed: number]} Branch
 * @typedef {{data: {files: {filename: string, branches: Branch[]}[]}[]}} Export
 */

/**
 * @typedef {object} Side
 * @property {string} file from the root
 * @property {number} at the line's number
 * @property {string} line its text
 * @property {string} condition its text; that of a loop over a range is its colon
 * @property {boolean} side of the condition
 * @property {number} count how often it ran
 */

/** @param {string} text */
const squeezed = (text) => text.trim().replaceAll(/\s+/g, ' ');

/**
 * @param {string[]} lines of the file
 * @param {Branch} branch
 */
function conditionIn(lines, [line, column, lastLine, lastColumn]) {
  const text = lines.slice(line - 1, lastLine);
  text.push(text.pop()?.slice(0, lastColumn - 1) ?? '');
  return squeezed([text[0]?.slice(column - 1), ...text.slice(1)].join(' '));
}

/**
 * Both sides of every branch of a file. A template has a branch for each of its instances, and each function of
 * a header one for each program: what one of them ran has run.
 * @param {string} file
 * @param {string} text
 * @param {Branch[]} branches
 * @returns {Side[]}
 */
export function sidesOf(file, text, branches) {
  const lines = text.split('\n');
  /** @type {Map<string, Branch>} */
  const byPlace = new Map();
  for (const branch of branches) {
    const place = branch.slice(0, 4).join(' ');
    const [, , , , taken, passed] = byPlace.get(place) ?? [0, 0, 0, 0, 0, 0];
    const [line, column, lastLine, lastColumn] = branch;
    byPlace.set(place, [line, column, lastLine, lastColumn, taken + branch[4], passed + branch[5]]);
  }
  return [...byPlace.values()]
    .sort((one, other) => one[0] - other[0] || one[1] - other[1])
    .flatMap((branch) => {
      const [at, , , , taken, passed] = branch;
      const where = { file, at, line: squeezed(lines[at - 1] ?? ''), condition: conditionIn(lines, branch) };
      return [
        { ...where, side: true, count: taken },
        { ...where, side: false, count: passed },
      ];
    });
}

/**
 * @param {Export} exported
 * @returns {Side[]}
 */
export function readSides(exported) {
  const files = exported.data.flatMap((one) => one.files);
  const known = new Set(files.map(({ filename }) => path.relative(root, filename)));
  const unknown = listFiles('src').filter((file) => file.endsWith('.cpp') && !known.has(file));
  if (unknown.length > 0) throw new Problem(`No test links ${unknown.join(', ')}.`);
  return files.flatMap(({ filename, branches }) =>
    sidesOf(path.relative(root, filename), readFileSync(filename, 'utf8'), branches),
  );
}

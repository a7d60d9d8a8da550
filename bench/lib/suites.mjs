/** The suites: one module each, named as it is called for. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Problem } from '../../scripts/lib/Problem.mjs';

/**
 * @typedef {import('./stats.mjs').Row} Row
 * @typedef {{name: string, goal: string, value: string | number, holds: boolean}} Goal
 * @typedef {{rows: Row[], goals: Goal[]}} Result
 * @typedef {(text: string) => void} Progress
 * @typedef {{progress: Progress, quick?: boolean}} Tools `quick`: show that it runs, whatever the figures
 */

/**
 * @param {string} folder
 * @returns {string[]}
 */
export const listSuites = (folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => path.basename(file, '.mjs'))
    .sort();

/** @param {unknown} value @param {Record<string, string[]>} shape types by property */
const hasShape = (value, shape) =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(shape).every(([key, types]) => types.includes(typeof Reflect.get(value, key)));

const rowShape = {
  name: ['string'],
  unit: ['string'],
  median: ['number'],
  min: ['number'],
  max: ['number'],
  n: ['number'],
};
const goalShape = { name: ['string'], goal: ['string'], value: ['string', 'number'], holds: ['boolean'] };

/**
 * @param {unknown} list
 * @param {Record<string, string[]>} shape
 * @param {string} what
 */
function requireList(list, shape, what) {
  if (!Array.isArray(list)) throw new Problem(`The suite gave no list of ${what}.`);
  const wrong = list.find((entry) => !hasShape(entry, shape));
  if (wrong === undefined) return;
  throw new Problem(`The suite gave one of its ${what} in a wrong shape: ${JSON.stringify(wrong)}`);
}

/**
 * Fails unless there is a suite of this name.
 * @param {string} folder
 * @param {string} name
 */
export function requireSuite(folder, name) {
  const known = listSuites(folder);
  if (known.includes(name)) return;
  throw new Problem(`There is no suite named "${name}".`, `The suites are: ${known.join(', ')}`);
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {Tools} tools
 * @returns {Promise<Result>}
 */
export async function runSuite(folder, name, { progress, quick = false }) {
  requireSuite(folder, name);
  const suite = await import(pathToFileURL(path.join(folder, `${name}.mjs`)).href);
  const { rows, goals } = await suite.run({ progress, quick });
  requireList(rows, rowShape, 'rows');
  requireList(goals, goalShape, 'goals');
  return { rows, goals };
}

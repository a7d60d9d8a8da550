/** Sizes held against their budgets. */

const HOME = 'tests/package/sizeBudgets.mjs';

/** How far above a budget may be: else it guards nothing. The least is what a bundler's names make of a tiny script. */
const room = (/** @type {number} */ size) => Math.max(0.05 * size, 64);

/** @param {number} bytes */
const count = (bytes) => `${bytes.toLocaleString('en-US')} B`;

/**
 * @param {string} what
 * @param {number} size
 * @param {number | undefined} budget
 * @returns {string[]} what is wrong, and what to do
 */
export function judgeSize(what, size, budget) {
  if (budget === undefined)
    return [`${what} takes ${count(size)} and has no budget: give it one in ${HOME}, 1 to 2 % above.`];
  if (size > budget)
    return [
      `${what} takes ${count(size)}, which is ${count(size - budget)} above its budget of ${count(budget)} in ${HOME}. ` +
        'Look with `npm run bench -- size` at what grew, and make it smaller; or raise the budget, and say in the commit ' +
        'what users get for it.',
    ];
  if (budget - size > room(size))
    return [
      `${what} takes ${count(size)}, which is ${count(budget - size)} below its budget of ${count(budget)} in ${HOME}. ` +
        'Lower the budget to 1 to 2 % above, so that nobody uses it up unseen.',
    ];
  return [];
}

/**
 * @param {string} entry of the package
 * @param {{script: number, loadsWasm: boolean}} found
 * @param {{script: number, loadsWasm: boolean} | undefined} budget
 * @returns {string[]}
 */
export function judgeExport(entry, found, budget) {
  const size = judgeSize(`The JavaScript of \`${entry}\``, found.script, budget?.script);
  if (budget === undefined || found.loadsWasm === budget.loadsWasm) return size;
  const change = found.loadsWasm ? 'loads the WebAssembly now' : 'does not load the WebAssembly any more';
  return [...size, `\`${entry}\` ${change}: is that meant? Then say so in ${HOME}.`];
}

/**
 * @param {string[]} found @param {string[]} budgeted
 * @returns {string[]} budgets of what is not there
 */
export const judgeLeftovers = (found, budgeted) =>
  budgeted
    .filter((name) => !found.includes(name))
    .map((name) => `${HOME} has a budget for \`${name}\`, which is not there any more: take it out.`);

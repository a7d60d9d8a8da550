/** A run of the kit: every check of every group, one after the other, against one backend. */
import { groups as allGroups } from '../groups/index.mjs';
import { Client } from './Client.mjs';
import { Deviation } from './Deviation.mjs';
import { beginSession } from './session.mjs';

/**
 * @typedef {import('./types.mjs').Kit} Kit
 * @typedef {import('./types.mjs').Group} Group
 * @typedef {import('./types.mjs').Check} Check
 * @typedef {import('./types.mjs').CheckResult} CheckResult
 * @typedef {import('./types.mjs').GroupResult} GroupResult
 *
 * @typedef {object} RunOptions
 * @property {string} [token] of the user whom everything is done as
 * @property {string} [otherToken] of another user
 * @property {string[]} [only] names of groups and checks; none: all
 * @property {number} [timeoutMs] for one request and its whole answer, default 30 s
 * @property {(answer: import('./Client.mjs').Answer) => void} [onAnswer] hears of every answer that came whole
 */

/** What `--only` can name. */
export const names = allGroups.flatMap(({ name, checks }) => [name, ...checks.map((check) => check.name)]);

/** The groups with the checks that were asked for. @param {string[]} only @returns {Group[]} */
function choose(only) {
  if (only.length === 0) return allGroups;
  return allGroups
    .map((group) => ({
      ...group,
      checks: group.checks.filter(({ name }) => only.includes(group.name) || only.includes(name)),
    }))
    .filter(({ checks }) => checks.length > 0);
}

/** @param {Kit} kit @param {Group} group @param {Check} check @returns {Promise<CheckResult>} */
async function runCheck(kit, group, { name, sentence, see = group.see, run }) {
  try {
    const remark = await run(kit);
    return { name, sentence, outcome: 'holds', ...(remark ? { remark } : {}) };
  } catch (error) {
    const failed = { name, sentence, outcome: /** @type {const} */ ('fails'), see };
    if (error instanceof Deviation)
      return { ...failed, sent: error.sent, expected: error.expected, came: error.came };
    // What came made so little sense that the check itself stumbled over it.
    const why = error instanceof Error ? error.message : String(error);
    return {
      ...failed,
      sent: 'see the sentence',
      expected: 'an answer of the shape that the protocol says',
      came: why,
    };
  }
}

/** @param {Kit} kit @param {Group} group */
async function findAbsence(kit, { findAbsence: find }) {
  try {
    return await find?.(kit);
  } catch (error) {
    // The checks tell what is wrong, better than this could.
    if (error instanceof Deviation) return undefined;
    throw error;
  }
}

/** @param {Kit} kit @param {Group} group @returns {Promise<GroupResult>} */
async function runGroup(kit, group) {
  const { name, title } = group;
  const skipped = await findAbsence(kit, group);
  if (skipped !== undefined) {
    const checks = group.checks.map((check) => ({
      name: check.name,
      sentence: check.sentence,
      outcome: /** @type {const} */ ('skipped'),
    }));
    return { name, title, skipped, checks };
  }
  const checks = [];
  for (const check of group.checks) checks.push(await runCheck(kit, group, check));
  return { name, title, checks };
}

/**
 * Holds a backend against the protocol. Throws Unreachable where no run can begin.
 * @param {string | string[]} url more than one: processes of one backend, to which the requests go in turn
 * @param {RunOptions} [options]
 * @param {(group: GroupResult) => void} [onGroup] hears of each group as it ends
 * @returns {Promise<import('./types.mjs').KitResult>}
 */
export async function runKit(
  url,
  { token, otherToken, only = [], timeoutMs = 30_000, onAnswer } = {},
  onGroup,
) {
  const urls = [url].flat().map((one) => one.replace(/\/+$/, ''));
  const client = new Client({ urls, token, timeoutMs, onAnswer });
  const kit = await beginSession(client, { token, otherToken });
  const groups = [];
  for (const group of choose(only)) {
    const result = await runGroup(kit, group);
    onGroup?.(result);
    groups.push(result);
  }
  const checks = groups.flatMap((group) => group.checks);
  const count = (/** @type {string} */ outcome) => checks.filter((check) => check.outcome === outcome).length;
  const counts = { holds: count('holds'), fails: count('fails'), skipped: count('skipped') };
  return { urls, holds: counts.fails === 0, counts, groups };
}

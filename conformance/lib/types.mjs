/**
 * The shapes of the kit. This file holds types alone; it has no code.
 *
 * @typedef {import('./Kit.mjs').Kit} Kit
 *
 * @typedef {object} Check
 * @property {string} name for `--only`, unique among all checks
 * @property {string} sentence what holds where the check passes
 * @property {string} [see] where it is said, if elsewhere than for the group
 * @property {(kit: Kit) => Promise<string | void>} run throws a Deviation; a text it gives back is a remark on what was seen
 *
 * @typedef {object} Group
 * @property {string} name for `--only`
 * @property {string} title
 * @property {string} see the page and the heading that say it
 * @property {(kit: Kit) => Promise<string | undefined>} [findAbsence] for what a backend may leave out: why there is nothing to check
 * @property {Check[]} checks
 *
 * @typedef {'holds' | 'fails' | 'skipped'} Outcome
 * @typedef {{name: string, sentence: string, outcome: Outcome, remark?: string, sent?: string, expected?: string, came?: string, see?: string}} CheckResult
 * @typedef {{name: string, title: string, skipped?: string, checks: CheckResult[]}} GroupResult
 * @typedef {{urls: string[], holds: boolean, counts: Record<Outcome, number>, groups: GroupResult[]}} KitResult
 */
export {};

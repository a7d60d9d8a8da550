/**
 * The kept tapes: lives that break a promise where a mistake that was once in the product, or a relative of it, is
 * back. Each is named like the planted bug that brings it back.
 * A tape is a list of decisions (tests/sim/Choices.h), so it means something else when the world asks for others:
 * then it breaks nothing any more, and `npm run planted -- --only NN --tape` makes it anew.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../scripts/lib/paths.mjs';

const folder = inRoot('tests', 'regression');

/** Where the tape of this planted bug is, or would be. @param {string} patchName */
export const tapePath = (patchName) => path.join(folder, `${patchName}.tape`);

/** The tape of this planted bug, if there is one. @param {string} patchName */
export function findTape(patchName) {
  const file = tapePath(patchName);
  return existsSync(file) ? file : undefined;
}

export const listTapes = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.tape'))
    .sort()
    .map((name) => path.join(folder, name));

/** The first line of a tape: what was wrong. @param {string} file */
export const headlineOf = (file) => /^# (\S[^\n]*)\n/.exec(readFileSync(file, 'utf8'))?.[1];

/** Puts this line in front. @param {string} file @param {string} headline */
export function setHeadline(file, headline) {
  writeFileSync(file, `# ${headline}\n${readFileSync(file, 'utf8')}`);
}

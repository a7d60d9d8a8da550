/** The result of a run, as a person reads it. */

/** @typedef {import('./types.mjs').CheckResult} CheckResult */
/** @typedef {import('./types.mjs').GroupResult} GroupResult */

const marks = { holds: '✓', fails: '✗', skipped: '-' };

/** @param {CheckResult} check */
function reportCheck({ name, sentence, outcome, remark, sent, expected, came, see }) {
  const line = `  ${marks[outcome]} ${sentence}`;
  if (outcome !== 'fails') return remark ? `${line}\n      ${remark}` : line;
  const details = { check: name, sent, expected, came, see };
  return [line, ...Object.entries(details).map(([label, text]) => `      ${label.padEnd(9)} ${text}`)].join(
    '\n',
  );
}

/** @param {GroupResult} group */
export function reportGroup({ title, skipped, checks }) {
  const lines = skipped === undefined ? checks.map(reportCheck) : [`  - skipped: ${skipped}`];
  return [title, ...lines, ''].join('\n');
}

/** @param {number} count @param {string} one @param {string} many */
const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** @param {import('./types.mjs').KitResult} result */
export function reportEnd({ counts, holds }) {
  const parts = [
    `${counted(counts.holds, 'check holds', 'checks hold')}`,
    `${counted(counts.fails, 'does not', 'do not')}`,
    `${counted(counts.skipped, 'was', 'were')} skipped`,
  ];
  return `${parts.join(', ')}. ${holds ? 'What was checked keeps the protocol.' : 'The backend does not keep the protocol.'}`;
}

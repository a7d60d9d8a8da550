/** A whole run of the kit, with every exchange held against docs/openapi.json. */
import { runKit } from '../../../conformance/lib/runKit.mjs';
import { ExchangeValidator } from '../../conformance/ExchangeValidator.mjs';

/** @typedef {import('../../../conformance/lib/Client.mjs').Answer} Answer */

/**
 * @param {string | string[]} url
 * @param {import('../../../conformance/lib/runKit.mjs').RunOptions} [options]
 */
export async function holdAgainst(url, options = {}) {
  const answers = /** @type {Answer[]} */ ([]);
  const result = await runKit(url, { ...options, onAnswer: (answer) => answers.push(answer) });
  const validator = new ExchangeValidator();
  const checks = result.groups.flatMap((group) => group.checks);
  return {
    result,
    answers,
    /** What failed, as a person wants to see it where nothing should. */
    failures: checks
      .filter(({ outcome }) => outcome === 'fails')
      .map(({ name, sent, expected, came }) => ({ name, sent, expected, came })),
    skipped: result.groups.filter((group) => group.skipped).map(({ name }) => name),
    /** What is otherwise than docs/openapi.json says. */
    violations: answers.flatMap((answer) =>
      validator.findViolations(answer).map((violation) => {
        const { method, path } = answer.request;
        return `${method} ${path} ${answer.status}: ${violation}`;
      }),
    ),
  };
}

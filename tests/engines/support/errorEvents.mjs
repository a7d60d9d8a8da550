/** What the application is told when something is wrong. */
import assert from 'node:assert/strict';

/**
 * There is an error event, with a code for programs and a sentence for people.
 * @param {{code: string, message: string}[]} errors
 */
export function assertToldWithCode(errors) {
  assert.ok(errors.length > 0, 'there is an error event');
  for (const { code, message } of errors) {
    assert.match(code, /^[a-z]+(-[a-z]+)+$/);
    assert.match(message, /^[A-Z].{20,}\.$/);
  }
}

/** Backends that are each broken in one way: the kit catches every one, by the check that is meant for it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { runKit } from '../../conformance/lib/runKit.mjs';
import { defects } from './support/defects.mjs';
import { startSmallBackend } from './support/smallBackend.mjs';

for (const { sentence, caughtBy, tokens, from, to } of defects) {
  test(`a backend that ${sentence} is caught by ${caughtBy}`, async (context) => {
    const backend = await startSmallBackend({ changes: [{ from, to }], tokens });
    context.after(() => backend.stop());
    const users = tokens ? { token: 'one', otherToken: 'two' } : {};
    const result = await runKit(backend.url, { ...users, only: [caughtBy], timeoutMs: 10_000 });
    const [check] = result.groups.flatMap(({ checks }) => checks);
    assert.equal(check.outcome, 'fails', JSON.stringify(check));
    assert.equal(result.holds, false);
    assert.doesNotMatch(check.came ?? '', /internal-error|^no answer/, 'broken in the way that was meant');
    for (const told of [check.sent, check.expected, check.came, check.see]) assert.ok(told);
  });
}

/** The scripts behind `npm start` and `npm test`: ports, steps, programs and what is skipped. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { buildFolder, inRoot } from '../../scripts/lib/paths.mjs';
import { choosePort } from '../../scripts/lib/ports.mjs';
import { Problem } from '../../scripts/lib/Problem.mjs';
import { duration } from '../../scripts/lib/report.mjs';
import { capture, run } from '../../scripts/lib/run.mjs';
import { unlessDone } from '../../scripts/lib/stamp.mjs';
import { runSteps, summarize } from '../../scripts/lib/steps.mjs';

const stamp = 'scripts-test';
const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-scripts-'));
const output = path.join(folder, 'output');
after(() => {
  rmSync(folder, { recursive: true });
  rmSync(path.join(buildFolder, 'stamps', stamp), { force: true });
});

/** @returns {Promise<net.Server>} listening on a port of its own */
const listen = () =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

test('a port that is asked for and free is taken', async () => {
  const server = await listen();
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  assert.equal(await choosePort(String(port)), port);
});

test('a port that is asked for and in use is an error that says so', async () => {
  const server = await listen();
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  await assert.rejects(choosePort(String(port)), { message: `Port ${port} is in use by another program.` });
  server.close();
});

test('what is no port is refused', async () => {
  for (const wanted of ['0', '65536', '80.5', 'http']) await assert.rejects(choosePort(wanted), Problem);
});

test('without a wish, the port is a free one from 8080 on', async () => {
  const port = await choosePort(undefined);
  assert.ok(port >= 8080 && port < 8180);
});

test('a step that fails lets the others run, and makes the whole fail', async (t) => {
  const [out, err] = [t.mock.method(console, 'log', () => {}), t.mock.method(console, 'error', () => {})];
  const outcomes = await runSteps([
    { name: 'one', title: 'fails on purpose', work: () => Promise.reject(new Problem('on purpose')) },
    { name: 'two', title: 'passes', work: () => {} },
  ]);
  assert.deepEqual(
    outcomes.map(({ ok }) => ok),
    [false, true],
  );
  assert.match(String(err.mock.calls[0]?.arguments[0]), /on purpose/);
  assert.equal(summarize(outcomes), false);
  assert.match(String(out.mock.calls.at(-1)?.arguments[0]), /1 of 2 steps failed in \d.* s: one/);
  assert.equal(summarize(outcomes.slice(1)), true);
});

test('a program that fails is a problem that names it, its exit code and what to do', async () => {
  const failing = run('sh', ['-c', 'exit 3'], { remedy: 'do this' });
  await assert.rejects(failing, { message: '`sh -c exit 3` ended with exit code 3', remedy: 'do this' });
});

test('a program that takes too long is ended', async () => {
  for (const start of [run, capture])
    await assert.rejects(start('sleep', ['60'], { timeoutMs: 100 }), /no result after 0\.1 s/);
});

test('a program that is not there is a problem', async () => {
  await assert.rejects(run('holdfast-nonesuch', []), /Could not start `holdfast-nonesuch`/);
  await assert.rejects(capture('holdfast-nonesuch', []), /Could not run `holdfast-nonesuch`/);
});

test('what a program prints is captured, however it ends', async () => {
  assert.deepEqual(await capture('sh', ['-c', 'echo out; echo err >&2; exit 4']), {
    code: 4,
    stdout: 'out\n',
    stderr: 'err\n',
  });
});

test('work is skipped until its inputs change or its output is gone', async () => {
  let times = 0;
  const work = async () => {
    times += 1;
    writeFileSync(output, 'done');
  };
  const what = { name: stamp, inputs: ['package.json'], output };
  assert.deepEqual([await unlessDone(what, work), await unlessDone(what, work), times], [true, false, 1]);
  assert.equal(await unlessDone({ ...what, inputs: ['package.json', 'LICENSE'] }, work), true);
  rmSync(output);
  assert.equal(await unlessDone({ ...what, inputs: ['package.json', 'LICENSE'] }, work), true);
});

test('durations read as people say them', () => {
  assert.deepEqual([90, 1_500, 61_000, 754_000].map(duration), [
    '0.1 s',
    '1.5 s',
    '1 min 01 s',
    '12 min 34 s',
  ]);
});

test('paths are those of the repository', () => {
  assert.match(inRoot('package.json'), /^\/.*[^/]\/package\.json$/);
});

/** `holdfast-conformance` as a person runs it: what it prints, and its exit code. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { groups } from '../../conformance/groups/index.mjs';
import { startSmallBackend } from './support/smallBackend.mjs';

const command = fileURLToPath(new URL('../../conformance/cli.mjs', import.meta.url));

/** @type {Awaited<ReturnType<typeof startSmallBackend>>} */
let backend;
before(async () => {
  backend = await startSmallBackend();
});
after(() => backend.stop());

/** @param {string[]} args */
async function run(...args) {
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes) => (output.stdout += bytes));
  child.stderr.on('data', (bytes) => (output.stderr += bytes));
  const [code] = await once(child, 'close');
  return { code, ...output };
}

test('where all holds, it says so check by check and ends with 0', async () => {
  const { code, stdout, stderr } = await run(backend.url, '--only', 'append', '--only', 'guests');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^POST \/message\/append saves messages\n {2}✓ one message is stored at position 1/m);
  assert.match(stdout, /^ {2}- skipped: there are no guests here/m);
  assert.match(stdout, /^7 checks hold, 0 do not, 2 were skipped\. What was checked keeps the protocol\.$/m);
  assert.doesNotMatch(stdout, /✗/);
});

test('where something does not hold, it tells what was sent, expected and came, and where it stands, and ends with 1', async (context) => {
  const broken = await startSmallBackend({ changes: [{ from: "'sequence-gap'", to: "'sequence-hole'" }] });
  context.after(() => broken.stop());
  const { code, stdout } = await run(broken.url, '--only', 'sequence-first-gap');
  assert.equal(code, 1);
  assert.match(stdout, /^ {2}✗ the first message of a writer has the seq 1, else it is a gap$/m);
  assert.match(stdout, /^ {6}check +sequence-first-gap$/m);
  assert.match(stdout, /^ {6}sent +POST \/message\/append \{"conversationId":/m);
  assert.match(stdout, /^ {6}expected +409 .*"code":"sequence-gap"/m);
  assert.match(stdout, /^ {6}came +.*"code":"sequence-hole"/m);
  assert.match(stdout, /^ {6}see +docs\/protocol\.md, "The sequence rule"$/m);
  assert.match(
    stdout,
    /^0 checks hold, 1 does not, 0 were skipped\. The backend does not keep the protocol\.$/m,
  );
});

test('two processes that do not share what they know are told from one', async (context) => {
  const other = await startSmallBackend();
  context.after(() => other.stop());
  const { code, stdout } = await run(backend.url, other.url, '--only', 'append-one');
  assert.equal(code, 1);
  assert.match(stdout, /conversation-not-found/);
});

test('--json prints the result for programs', async () => {
  const { code, stdout } = await run(`${backend.url}/`, '--only', 'resume-rest', '--json');
  assert.equal(code, 0);
  const result = JSON.parse(stdout);
  assert.deepEqual([result.holds, result.counts], [true, { holds: 1, fails: 0, skipped: 0 }]);
  assert.equal(result.groups[0].checks[0].name, 'resume-rest');
});

test('a token never stands in a report', async (context) => {
  const changes = [{ from: "'sequence-gap'", to: "'sequence-hole'" }];
  const broken = await startSmallBackend({ changes, tokens: 'secret=ann' });
  context.after(() => broken.stop());
  const { code, stdout } = await run(broken.url, '--token', 'secret', '--only', 'sequence-gap');
  assert.equal(code, 1);
  assert.doesNotMatch(stdout, /secret/);
  assert.match(stdout, /\[authorization: Bearer …\]/);
});

test('a command line that is wrong, and a backend that is not reached, end with 2 and a reason', async (context) => {
  const closed = await startSmallBackend();
  await closed.stop();
  const guarded = await startSmallBackend({ tokens: 'one=ann' });
  context.after(() => guarded.stop());
  const cases = /** @type {[string[], RegExp][]} */ ([
    [[], /give the URL/],
    [['ftp://host'], /no http/],
    [['nonsense'], /no http/],
    [[backend.url, 'nonsense'], /nonsense is no http/],
    [[backend.url, '--only', 'colour'], /no check named colour/],
    [[backend.url, '--timeout', 'soon'], /--timeout must be/],
    [[backend.url, '--colour'], /--colour/],
    [[backend.url, '--other-token', 'two'], /goes with --token/],
    [[closed.url], /no answer/],
    [[guarded.url], /wants a token/],
    [[guarded.url, '--token', 'wrong'], /does not take the token/],
  ]);
  for (const [args, reason] of cases) {
    const { code, stderr } = await run(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, reason);
  }
});

test('--help tells the options, and --list the names', async () => {
  const help = await run('--help');
  assert.equal(help.code, 0);
  assert.match(help.stdout, /--other-token T2/);
  const { stdout } = await run('--list');
  const names = stdout.trim().split('\n');
  assert.equal(new Set(names).size, names.length, 'every name is there once');
  assert.ok(names.includes('sequence') && names.includes('sequence-gap'));
});

test('every check refers to a heading that is there', async () => {
  const pages = Object.fromEntries(
    await Promise.all(
      ['protocol.md', 'conformance.md'].map(async (name) => {
        const text = await readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
        return [`docs/${name}`, [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading)];
      }),
    ),
  );
  for (const group of groups)
    for (const see of [group.see, ...group.checks.flatMap((check) => check.see ?? [])]) {
      const [, page, heading] = /^(\S+), "(.*)"$/.exec(see) ?? [];
      assert.ok(pages[page]?.includes(heading), see);
    }
});

/** README.md's quick start, pasted into an empty folder. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { choosePort } from '../../scripts/lib/ports.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { note } from '../../scripts/lib/report.mjs';
import { launchBrowser } from '../browser/support/chromium.mjs';
import { eventually } from '../browser/support/eventually.mjs';
import { packInto } from '../package/support/packed.mjs';
import { codeBlocks, sectionOf } from './support/markdown.mjs';

/** @type {string} */
let output = '';

/** A block as a shell runs it, in a group of its own. @param {string} commands @param {string} cwd @param {object} [env] */
function inShell(commands, cwd, env) {
  note(commands.trim().replaceAll('\n', '\n   '));
  const shell = spawn('sh', ['-ec', commands], { cwd, env: { ...process.env, ...env }, detached: true });
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (bytes) => (output += bytes));
  return shell;
}

test("the quick start works as it stands, with the tarball in the registry's place", async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-quick-start-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  const parcel = await mkdtemp(path.join(tmpdir(), 'holdfast-tarball-'));
  t.after(() => rm(parcel, { recursive: true }));
  const { tarball } = await packInto(parcel);
  const { dependencies } = JSON.parse(await readFile(inRoot('tests/apps/package.json'), 'utf8'));
  const port = `${await choosePort(undefined)}`;

  const blocks = codeBlocks(sectionOf(await readFile(inRoot('README.md'), 'utf8'), 'Quick start'));
  const [install, start, ...others] = blocks.filter(({ language }) => language === 'sh');
  assert.deepEqual(others, []);
  assert.equal(install.code, 'npm install holdfast vite\n');
  const named = install.code.replace('holdfast', tarball).replace('vite', `vite@${dependencies.vite}`);
  const [code] = await once(
    inShell(named, folder, { npm_config_prefer_offline: 'true', npm_config_audit: 'false' }),
    'exit',
  );
  assert.equal(code, 0, output);
  for (const { file, code: text } of blocks.filter((block) => block.file))
    await writeFile(path.join(folder, file), text.replace('8080', port));

  const [backendLine, viteLine] = start.code.trim().split('\n');
  const env = { PORT: port, BROWSER: 'none', NO_COLOR: '1' };
  const startBackend = () => inShell(backendLine.replace(/ &$/, ''), folder, env);
  const shells = [startBackend(), inShell(viteLine, folder, env)];
  const kill = ({ pid }) => process.kill(-pid, 'SIGKILL');
  t.after(() => shells.forEach(kill));
  const address = await eventually(
    'Vite prints an address',
    () => /http:\/\/localhost:\d+\//.exec(output)?.[0],
  );
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(address);
  await page.locator('holdfast-status [part=text]').waitFor();
  const write = async (text) => {
    await page.getByRole('textbox').fill(text);
    await page.keyboard.press('Enter');
  };
  const shows = (...lines) =>
    eventually(`it shows ${lines}`, async () => {
      assert.deepEqual(await page.locator('li').allTextContents(), lines, `${errors}`);
      return true;
    });

  await write('Hello');
  const first = ['user: Hello (synced)', 'assistant: You said: Hello (synced)'];
  await shows(...first);
  await page.reload();
  await shows(...first);

  kill(shells.shift());
  await write('Still there?');
  await page.getByText('user: Still there? (saved)').waitFor();
  shells.push(startBackend());
  await page.getByText('user: Still there? (synced)').waitFor();
});

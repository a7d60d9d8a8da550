/**
 * Prints the table of docs/engines.md, from what it finds out: `node tests/engines/probe.mjs`. With `--suite` it
 * runs the tests too, one engine after the other, and says how long they took.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { MortalBrowser } from './support/MortalBrowser.mjs';
import { PageServer } from './support/PageServer.mjs';
import { chromium } from './support/chromium.mjs';
import { firefox } from './support/firefox.mjs';
import { probes } from './support/probes.mjs';
import { webkit } from './support/webkit.mjs';

/** @typedef {import('./support/Browser.mjs').Engine} Engine */

/** @type {Record<string, Engine>} */
const engines = { chromium, firefox, webkit };

/** @param {Engine} engine @returns {Promise<string[]>} an answer for each probe */
async function findAll(engine) {
  const pages = await new PageServer().start();
  const browser = new MortalBrowser(engine);
  const openTab = (/** @type {string} */ name) => browser.open(pages.newTab(name));
  const answers = [];
  try {
    for (const { question, find } of probes) {
      const failed = ({ message = '' }) => `failed: ${message.split('\n')[0].replaceAll('|', '/')}`;
      answers.push(await find({ browser, openTab }).catch(failed));
      process.stderr.write(`${engine.name}: ${question}: ${answers.at(-1)}\n`);
    }
  } finally {
    await browser.dispose();
    await pages.close();
  }
  return answers;
}

/** @param {string} name of a test file @returns {string} the seconds that it took */
function timeSuite(name) {
  const file = fileURLToPath(new URL(`${name}.test.mjs`, import.meta.url));
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, ['--test', file], { stdio: 'ignore' });
  return `${Math.round((performance.now() - begun) / 1000)} s${status === 0 ? '' : ', with failures'}`;
}

/** @param {string[]} cells */
const row = (cells) => `| ${cells.join(' | ')} |`;

/** @type {string[][]} */
const columns = [];
for (const [name, engine] of Object.entries(engines)) {
  const version = (await engine.version()).replace(/^[^\d]*([\d.]+\w*).*$/s, '$1');
  const suite = process.argv.includes('--suite') ? [timeSuite(name)] : [];
  columns.push([`${engine.name} ${version}`, ...(await findAll(engine)), ...suite]);
}
const questions = ['', ...probes.map(({ question }) => question), 'the tests of `tests/engines` take'];
const rows = columns[0].map((_, index) => row([questions[index], ...columns.map((cells) => cells[index])]));
console.log([rows[0], row(['---', '---', '---', '---']), ...rows.slice(1)].join('\n'));

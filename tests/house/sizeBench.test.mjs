/** What the size benchmark leans on: bundles as programs have them, a cache that is warm, its rows and its goals. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { Samples } from '../../bench/lib/Samples.mjs';
import { Site } from '../../bench/suites/size/Site.mjs';
import { bundle } from '../../bench/suites/size/bundle.mjs';
import { chats, own, replicache, useChat } from '../../bench/suites/size/chats.mjs';
import { goalsOf } from '../../bench/suites/size/goals.mjs';
import { chatRows, exportRows } from '../../bench/suites/size/rows.mjs';
import { keptRow, measureStarts, readyRow } from '../../bench/suites/size/starts.mjs';
import { weightOf } from '../../bench/suites/size/weigh.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-size-bench-'));
after(() => rmSync(folder, { recursive: true }));

const outFolder = path.join(folder, 'out');

/** @param {number} brotli @returns {import('../../bench/suites/size/weigh.mjs').Sizes} */
const sizes = (brotli) => ({ raw: 4 * brotli, gzip: 2 * brotli, brotli });

test('a bundle has what its entry exports, without what nobody uses and what the program has anyway', async () => {
  const library = path.join(folder, 'library.js');
  writeFileSync(
    library,
    `import { useState } from 'react';
     export const used = () => useState('kept');
     export const unused = () => 'dropped';`,
  );
  const code = `export { used } from '${library}';`;
  const { scripts, exports, loadsWasm } = await bundle({ code, folder: outFolder, external: ['react'] });
  assert.deepEqual([exports, loadsWasm, scripts.length], [['used'], false, 1]);
  const text = readFileSync(scripts[0], 'utf8');
  assert.match(text, /from\s*["']react["']/);
  assert.ok(text.includes('kept') && !text.includes('dropped'), text);
});

test('a part that is loaded later is weighed too', async () => {
  writeFileSync(path.join(folder, 'later.js'), `export const later = '${'later, '.repeat(9)}';`);
  const code = `export const load = () => import('${path.join(folder, 'later.js')}');`;
  const bundled = await bundle({ code, folder: outFolder, external: [] });
  assert.equal(bundled.scripts.length, 2);
  const [entry, later] = bundled.scripts.map((file) => readFileSync(file).length);
  assert.equal(weightOf(bundled).all.raw, entry + later);
});

test('a file beside the scripts that nobody counts is refused', async () => {
  writeFileSync(path.join(folder, 'picture.png'), 'no picture');
  const code = `export { default as picture } from '${path.join(folder, 'picture.png')}';`;
  await assert.rejects(bundle({ code, folder: outFolder, external: [] }), {
    message: 'A bundle has a file "picture.png" beside its scripts, which nobody counts.',
  });
});

test('the site lets the browser keep its files, counts who asks for bundles, and is no backend', async () => {
  mkdirSync(path.join(folder, 'chats'));
  writeFileSync(path.join(folder, 'chats', 'a.js'), 'export {};');
  writeFileSync(path.join(folder, 'index.html'), '<p>page</p>');
  const site = new Site(folder);
  await site.listen();
  const origin = site.originOf('one').replace('one.localhost', '127.0.0.1');
  const page = await fetch(`${origin}/`);
  assert.deepEqual(
    [await page.text(), page.headers.get('cache-control')],
    ['<p>page</p>', 'max-age=86400, immutable'],
  );
  // By its address, the name of the origin is the first number of it.
  assert.equal(site.askedOf('127'), 0);
  await (await fetch(`${origin}/chats/a.js`)).text();
  assert.deepEqual([site.askedOf('127'), site.askedOf('one')], [1, 0]);
  assert.equal((await fetch(`${origin}/api/message/append`, { method: 'POST', body: '{}' })).status, 503);
  await site.close();
});

/** A browser in which a visit takes as many milliseconds as there were visits. @param {(place: string) => void} visit */
function labOf(visit) {
  let visits = 0;
  const newPage = async (/** @type {{place: string}} */ { place }) => ({
    async step() {
      visit(place);
      visits += 1;
      return {
        readyMs: visits,
        keptMs: place === useChat.contestant.toLowerCase() ? undefined : visits + 100,
      };
    },
    async close() {},
  });
  return /** @type {any} */ ({ newPage });
}

/** @param {object} given @param {any} given.lab @param {(place: string) => number} [given.askedOf] */
async function starts({ lab, askedOf = () => 0 }) {
  const [ready, kept] = [new Samples(), new Samples()];
  await measureStarts({ lab, site: { askedOf }, ready, kept, warmUps: 2, rounds: 3, progress() {} });
  return { ready: ready.rows(), kept: kept.rows() };
}

test('everybody starts in each round, each time in another order, after visits that do not count', async () => {
  /** @type {string[]} */
  const visits = [];
  const { ready, kept } = await starts({ lab: labOf((place) => visits.push(place)) });
  const places = chats.map(({ contestant }) => contestant.toLowerCase());
  assert.deepEqual(visits.slice(0, 2), [places[0], places[0]]);
  const rounds = [0, 1, 2].map((round) => visits.slice((2 + round) * places.length).slice(0, places.length));
  assert.deepEqual(
    rounds.map((round) => [...round].sort()),
    Array(3).fill([...places].sort()),
  );
  assert.deepEqual(
    rounds.map(([first]) => first),
    places.slice(0, 3),
  );
  assert.equal(ready.find(({ name }) => name === readyRow(own.name))?.min, 2 * chats.length + 1);
  assert.deepEqual(
    ready.map(({ n }) => n),
    chats.map(() => 3),
  );
  assert.ok(kept.some(({ name }) => name === keptRow(own.name)));
  assert.ok(!kept.some(({ name }) => name === keptRow(useChat.name)));
});

test('a start that had to ask the server for a bundle fails', async () => {
  let asked = 0;
  const lab = labOf((place) => (asked += place === own.contestant ? 1 : 0));
  await assert.rejects(
    starts({ lab, askedOf: () => asked }),
    /^Problem: Holdfast: 1 files came from the server/,
  );
});

test('the WebAssembly has rows of its own where there is some, and what an export adds has its own too', () => {
  const light = { scripts: sizes(10), wasm: undefined, all: sizes(10) };
  const heavy = { scripts: sizes(10), wasm: sizes(90), all: sizes(100) };
  const found = exportRows([
    { entry: '.', weight: heavy },
    { entry: './x', weight: light, added: sizes(7) },
  ]).map(({ name, median, unit }) => `${name}: ${median} ${unit}`);
  assert.deepEqual(found, [
    '`.`: JavaScript, gzip: 20 B',
    '`.`: JavaScript, brotli: 10 B',
    '`.`: WebAssembly, gzip: 180 B',
    '`.`: WebAssembly, brotli: 90 B',
    '`.`: all, gzip: 200 B',
    '`.`: all, brotli: 100 B',
    '`./x`: all, gzip: 20 B',
    '`./x`: all, brotli: 10 B',
    '`./x`: added to `.`, gzip: 14 B',
    '`./x`: added to `.`, brotli: 7 B',
  ]);
  assert.equal(chatRows([{ name: 'Y' }], [light])[1]?.name, 'a chat with Y: all, brotli');
});

test('the goals are held against what the peers weigh in the same run, and against 30 ms', () => {
  const ready = new Samples();
  ready.add(readyRow(own.name), 'ms', 30);
  const peers = new Map([
    [replicache.contestant, 100],
    [useChat.contestant, 100],
  ]);
  assert.deepEqual(
    goalsOf({ core: 100, chats: peers, ready }).map(({ goal, value, holds }) => [goal, value, holds]),
    [
      ['at most 100 B', 100, true],
      ['below 100 B', 100, false],
      ['below 30 ms', 30, false],
    ],
  );
});

/** docs/errors.md lists what can go wrong: all of it, and nothing else. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { HoldfastError } from '../../js/index.js';
import { errorOf } from '../../js/HoldfastError.js';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { errorCodes } from './support/errorCodes.mjs';

const document = readFileSync(inRoot('docs/errors.md'), 'utf8');
const listed = [...document.matchAll(/^\| <a id="([a-z-]+)"><\/a>`([a-z-]+)` /gm)];

test('every code that the package gives an error is in docs/errors.md, and every code there is given', () => {
  assert.deepEqual(listed.map(([, , code]) => code).sort(), errorCodes());
});

test('each code has an anchor of its own name', () => {
  for (const [, anchor, code] of listed) assert.equal(anchor, code);
});

test('an error tells where its code is explained', () => {
  for (const error of [new HoldfastError('closed', 'Closed.'), errorOf('closed', 'Closed.')]) {
    assert.equal(error.docs, 'docs/errors.md#closed');
    assert.equal(error.code, 'closed');
  }
});

/** The codes that the package itself gives its errors, read from where it does. */
import { readFileSync } from 'node:fs';
import { listFiles } from '../../../scripts/lib/files.mjs';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { select } from '../../house/lib/javascript.mjs';

/** Where a code is written in JavaScript. */
const places = [
  "NewExpression[callee.name='HoldfastError'] > Literal:first-child",
  "CallExpression[callee.name='errorOf'] > Literal.arguments:first-child",
  'CallExpression[callee.property.name=/^(onError|leave)$/] > Literal.arguments:first-child',
  "Property[key.name='code'] > Literal.value",
  "VariableDeclarator[id.name='code'] Literal",
  // The first is the code, the second the words.
  "VariableDeclarator[id.name='TROUBLES'] ArrayExpression ArrayExpression > ArrayExpression > Literal:first-child",
  "VariableDeclarator[id.type='ArrayPattern'][id.elements.0.name='code'] ArrayExpression > Literal:first-child",
];

/** An id is missing, or is none: the code has the name of what it identifies. */
const checkedIds = "CallExpression[callee.name='checkId'] > Literal.arguments:nth-child(2)";

/** @param {string} text */
const kebab = (text) => text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** @param {string} text @param {string} selector @returns {string[]} */
const literals = (text, selector) =>
  select(text, selector)
    .map(({ node }) => node.value)
    .filter((value) => typeof value === 'string' && value !== '');

/** @returns {string[]} sorted */
export function errorCodes() {
  const read = (/** @type {string} */ file) => readFileSync(inRoot(file), 'utf8');
  const sources = listFiles('js')
    .filter((file) => file.endsWith('.js'))
    .map(read);
  const written = sources.flatMap((text) => places.flatMap((place) => literals(text, place)));
  const ids = sources.flatMap((text) => literals(text, checkedIds));
  const core = [...read('include/holdfast/Error.h').matchAll(/return "([a-z-]+-[a-z-]+)";/g)].map(
    ([, code]) => code,
  );
  const ofIds = ids.flatMap((name) => [`missing-${kebab(name)}`, `invalid-${kebab(name)}`]);
  return [...new Set([...written, ...ofIds, ...core])].sort();
}

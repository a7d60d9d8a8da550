/**
 * What the checks are made of. A pattern is JSON in which an object says only some members (others may be there), and in
 * which a function stands for what it accepts, a regular expression for a text, and `absent` for nothing.
 */
import { describeAnswer, describeRequest, inJson } from './abridged.mjs';
import { Deviation } from './Deviation.mjs';

/** @typedef {import('./Client.mjs').Answer} Answer */

/** In a pattern: the member is not there. */
export const absent = Symbol('absent');

/** @param {string} name for the report @param {(value: any) => boolean} accepts */
export const value = (name, accepts) => Object.assign(accepts, { toJSON: () => `<${name}>` });

export const aTime = value('a time', (text) => typeof text === 'string' && !Number.isNaN(Date.parse(text)));
export const anId = value('an id', (text) => typeof text === 'string' && /^[\w.:~@+=-]{1,128}$/.test(text));
export const someText = value('some text', (text) => typeof text === 'string' && text.trim() !== '');

/**
 * Where JSON is not as the pattern says: the path of the first difference, and what is there.
 * @param {any} pattern
 * @param {any} json
 * @returns {{place: string, came: any} | undefined}
 */
export function findDifference(pattern, json, place = '') {
  const difference = { place, came: json };
  if (pattern === absent) return json === undefined ? undefined : difference;
  if (typeof pattern === 'function') return pattern(json) ? undefined : difference;
  if (pattern instanceof RegExp)
    return typeof json === 'string' && pattern.test(json) ? undefined : difference;
  if (typeof pattern !== 'object' || pattern === null)
    return Object.is(pattern, json) ? undefined : difference;
  if (typeof json !== 'object' || json === null || Array.isArray(pattern) !== Array.isArray(json))
    return difference;
  if (Array.isArray(pattern) && pattern.length !== json.length)
    return { place: `${place}.length`, came: json.length };
  for (const [name, expected] of Object.entries(pattern)) {
    const inner = Array.isArray(pattern) ? `${place}[${name}]` : `${place}${place && '.'}${name}`;
    const found = findDifference(expected, Object.hasOwn(json, name) ? json[name] : undefined, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param {any} pattern */
const describePattern = (pattern) =>
  inJson(
    JSON.parse(
      JSON.stringify(pattern, (_, one) =>
        one === absent ? '<nothing>' : one instanceof RegExp ? `<${one}>` : one,
      ) ?? 'null',
    ),
  );

/**
 * The answer has one of the statuses, and a JSON body like the pattern.
 * @param {Answer} answer
 * @param {number | number[]} status
 * @param {any} [pattern]
 */
export function expectAnswer(answer, status, pattern) {
  const statuses = [status].flat();
  const expected = `${statuses.join(' or ')}${pattern === undefined ? '' : ` ${describePattern(pattern)}`}`;
  const difference = pattern === undefined ? undefined : findDifference(pattern, answer.json);
  const hasStatus = statuses.includes(answer.status);
  if (hasStatus && difference === undefined) return;
  const where = hasStatus && difference?.place ? `${difference.place} is ${inJson(difference.came)} in ` : '';
  throw new Deviation(describeRequest(answer.request), expected, where + describeAnswer(answer));
}

/**
 * The answer is an RFC 9457 problem with this status and code.
 * @param {Answer} answer
 * @param {number} status
 * @param {string} code
 * @param {any} [more] a pattern for its other members
 */
export function expectProblem(answer, status, code, more = {}) {
  const own = { type: `urn:holdfast:problem:${code}`, code, title: someText, status };
  expectAnswer(answer, status, { ...own, ...more });
  const type = answer.headers.get('content-type') ?? '';
  if (/^application\/problem\+json\s*(;|$)/i.test(type)) return;
  throw new Deviation(describeRequest(answer.request), 'application/problem+json', describeAnswer(answer));
}

/** 400 `invalid-field`, with the name of the member at fault; the case of a header counts nothing. @param {Answer} answer @param {string} field */
export function expectWrongField(answer, field) {
  const isField = value(
    field,
    (text) => typeof text === 'string' && text.toLowerCase() === field.toLowerCase(),
  );
  expectProblem(answer, 400, 'invalid-field', { field: isField });
}

/**
 * Two pieces of JSON are the same, whatever the order of members.
 * @param {Answer} answer what `came` was taken from
 * @param {string} what
 * @param {any} came
 * @param {any} expected
 */
export function expectSame(answer, what, came, expected) {
  if (findDifference(expected, came) === undefined && findDifference(came, expected) === undefined) return;
  throw new Deviation(describeRequest(answer.request), `${what}: ${inJson(expected)}`, inJson(came));
}

/** @param {Answer} answer @param {string} expected @param {boolean} holds @param {string} [came] */
export function expectThat(answer, expected, holds, came = describeAnswer(answer)) {
  if (!holds) throw new Deviation(describeRequest(answer.request), expected, came);
}

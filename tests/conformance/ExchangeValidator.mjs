/** Holds what was sent and answered against docs/openapi.json. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parseEvents } from '../../conformance/lib/events.mjs';

/** @typedef {import('../../conformance/lib/Client.mjs').Answer} Answer */
/** @typedef {Record<string, any>} Json */

export const documentFile = new URL('../../docs/openapi.json', import.meta.url);

/** One step of a JSON pointer. @param {string} name */
const escapeStep = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** @param {string} template of a path, such as `/conversation/{id}` */
const toPattern = (template) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);

export class ExchangeValidator {
  constructor() {
    /** @type {Json} */
    this.document = JSON.parse(readFileSync(documentFile, 'utf8'));
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    // The types of the package name a CommonJS export that Node gives as it is.
    /** @type {(ajv: Ajv2020) => void} */ (/** @type {unknown} */ (addFormats))(this.ajv);
    this.ajv.addSchema(this.document, 'openapi.json');
  }

  /** What is otherwise than the document says; empty where nothing is. @param {Answer} answer @returns {string[]} */
  findViolations(answer) {
    const place = this.#findOperation(answer.request.method, answer.request.path.split('?')[0]);
    // No such path, or another method: every answer of 400 and above is a problem.
    if (place === undefined)
      return this.#findBodyViolations(answer, ['components', 'responses', 'OtherProblem']);
    const { responses } = this.#read(place);
    const name = `${answer.status}` in responses ? `${answer.status}` : 'default';
    if (name === 'default' && answer.status < 400)
      return [`the status ${answer.status} is not in the document`];
    return [
      ...this.#findBodyViolations(answer, this.#follow([...place, 'responses', name])),
      ...this.#findRequestViolations(answer, place),
    ];
  }

  /** @param {string} method @param {string} path @returns {string[] | undefined} where the operation stands */
  #findOperation(method, path) {
    const templates = Object.keys(this.document.paths);
    const found =
      path in this.document.paths ? path : templates.find((template) => toPattern(template).test(path));
    const name = method.toLowerCase();
    return found !== undefined && name in this.document.paths[found] ? ['paths', found, name] : undefined;
  }

  /** @param {string[]} place @returns {Json} */
  #read(place) {
    return place.reduce((json, step) => json[step], this.document);
  }

  /** Where the thing really stands. @param {string[]} place */
  #follow(place) {
    const { $ref: reference } = this.#read(place);
    return reference === undefined ? place : reference.replace(/^#\//, '').split('/');
  }

  /** @param {Answer} answer @param {string[]} place of the response */
  #findBodyViolations(answer, place) {
    const { content, headers = {} } = this.#read(place);
    const missing = Object.keys(headers).filter(
      (name) => headers[name].required && !answer.headers.has(name),
    );
    const violations = missing.map((name) => `the header ${name} is missing`);
    if (content === undefined) return answer.text === '' ? violations : [...violations, 'there is a body'];
    const type = (answer.headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
    if (!(type in content)) return [...violations, `the content type is ${type || 'missing'}`];
    const schema = [...place, 'content', type, 'schema'];
    if (type === 'text/event-stream') return [...violations, ...this.#findStreamViolations(answer.text)];
    return [
      ...violations,
      ...this.#findSchemaViolations(type.endsWith('json') ? answer.json : answer.text, schema),
    ];
  }

  /** What was taken was as the document wants it; a batch with a message that was rejected is not. @param {Answer} answer @param {string[]} place */
  #findRequestViolations({ request, status, json }, place) {
    const isRefused = json?.results?.some((/** @type {Json} */ one) => one.status !== 'stored');
    if (status >= 300 || isRefused || !('requestBody' in this.#read(place))) return [];
    const schema = [...place, 'requestBody', 'content', 'application/json', 'schema'];
    const sent = JSON.parse(Buffer.from(request.body ?? '').toString());
    return this.#findSchemaViolations(sent, schema).map((violation) => `the request: ${violation}`);
  }

  /** @param {string} text */
  #findStreamViolations(text) {
    return parseEvents(text).flatMap(({ data }) => {
      if (data === '[DONE]') return [];
      const json = JSON.parse(data);
      const name = 'error' in json ? 'CompletionFailure' : 'CompletionChunk';
      return this.#findSchemaViolations(json, ['components', 'schemas', name]);
    });
  }

  /** @param {unknown} value @param {string[]} place of the schema */
  #findSchemaViolations(value, place) {
    const reference = `openapi.json#/${place.map(escapeStep).join('/')}`;
    const validate = this.ajv.getSchema(reference);
    if (validate === undefined) throw new Error(`there is no schema at ${reference}`);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath || 'the body'} ${message}`,
    );
  }
}

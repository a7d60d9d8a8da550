/** Who may import whom in the JavaScript shim, and who alone may read the clock. */
import { importsOf, isJavaScript, select } from '../lib/javascript.mjs';

/** @typedef {import('../lib/findings.mjs').Rule} Rule */
/** @typedef {import('../lib/findings.mjs').SourceFile} SourceFile */
/** @typedef {ReturnType<typeof importsOf>[number]} Import */

/** @param {string} path */
const isShim = (path) => path.startsWith('js/') && isJavaScript(path);

/** @param {string} path */
const isDriver = (path) => path.startsWith('js/driver/') || path === 'js/driver.js';

/** @param {string} path */
const isAdapter = (path) => path.startsWith('js/adapters/');

/** One effect is one file, or one folder, in js/effects. @param {string} path */
const effectOf = (path) => /^js\/effects\/([^/]+)/.exec(path)?.[1];

/**
 * @param {(path: string) => boolean} concerns
 * @param {(target: Import, path: string, files: SourceFile[]) => string | undefined} explain
 */
const importRule = (concerns, explain) => (/** @type {SourceFile[]} */ files) =>
  files
    .filter(({ path }) => isShim(path) && concerns(path))
    .flatMap((file) =>
      importsOf(file).flatMap((target) => {
        const message = explain(target, file.path, files);
        return message === undefined ? [] : [{ path: file.path, line: target.line, message }];
      }),
    );

/**
 * @param {string} selector
 * @param {string} message
 */
const outsideDriver = (selector, message) => (/** @type {SourceFile[]} */ files) =>
  files
    .filter(({ path }) => isShim(path) && !isDriver(path))
    .flatMap(({ path, text }) => select(text, selector).map(({ line }) => ({ path, line, message })));

/** @param {string} object @param {string} property */
const member = (object, property) =>
  `MemberExpression[object.name='${object}']:matches([property.name='${property}'], [property.value='${property}'])`;

const clocks = [
  member('Date', 'now'),
  member('performance', 'now'),
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
].join(', ');

const manifest = {
  'package.json':
    '{"dependencies":{"idb":"1"},"peerDependencies":{"react":"1"},"devDependencies":{"marked":"1"}}',
};

/** @type {Rule[]} */
export const jsWalls = [
  {
    sentence: 'only the driver reads the clock',
    check: outsideDriver(clocks, 'reads the clock, which js/driver alone may do'),
    breaks: [
      { at: 'js/services/A.js:2', files: { 'js/services/A.js': '\nconst t = Date.now();\n' } },
      { at: 'js/index.js:1', files: { 'js/index.js': 'const t = performance.now();\n' } },
      { at: 'js/index.js:1', files: { 'js/index.js': "const t = Date['now'];\n" } },
      { at: 'js/effects/a.js:1', files: { 'js/effects/a.js': 'const t = new Date().toISOString();\n' } },
    ],
    keeps: [
      { 'js/driver/clock.js': 'export const now = () => Date.now();\n' },
      { 'js/index.js': "// Date.now()\nconst s = 'Date.now()'; const d = new Date(s);\n" },
      { 'demo/page/a.js': 'Date.now();\n' },
    ],
  },
  {
    sentence: 'only the driver draws random numbers',
    check: outsideDriver(member('Math', 'random'), 'draws a random number, which js/driver alone may do'),
    breaks: [{ at: 'js/effects/a.js:1', files: { 'js/effects/a.js': 'const n = Math.random();\n' } }],
    keeps: [{ 'js/driver/a.js': 'Math.random();\n' }, { 'js/index.js': 'Math.round(1); // Math.random\n' }],
  },
  {
    sentence: 'only the driver touches the WebAssembly module',
    check: (files) => [
      ...outsideDriver(
        "Identifier[name='WebAssembly']",
        'uses WebAssembly, which js/driver alone may do',
      )(files),
      ...importRule(
        (path) => !isDriver(path),
        ({ target }) =>
          /^dist\/|\.wasm$/.test(target) ? `refers to ${target}; js/driver alone may` : undefined,
      )(files),
    ],
    breaks: [
      { at: 'js/index.js:1', files: { 'js/index.js': 'WebAssembly.compile(bytes);\n' } },
      { at: 'js/index.js:2', files: { 'js/index.js': "\nimport make from '../dist/wasm/holdfast.mjs';\n" } },
      {
        at: 'js/effects/a.js:1',
        files: { 'js/effects/a.js': "const m = import('../../dist/wasm/holdfast.mjs');\n" },
      },
      {
        at: 'js/index.js:1',
        files: { 'js/index.js': "new URL('../dist/wasm/holdfast.wasm', import.meta.url);\n" },
      },
    ],
    keeps: [
      {
        'js/driver/load.js': "import make from '../../dist/wasm/holdfast.mjs'; WebAssembly.compile(make);\n",
      },
      { 'js/types.js': '/** @typedef {WebAssembly.Module} Wasm */\nexport {};\n' },
    ],
  },
  {
    sentence: 'an effect knows neither another effect nor a service nor the driver',
    check: importRule(
      (path) => effectOf(path) !== undefined,
      ({ target }, path) => {
        const other = effectOf(target);
        if (other !== undefined && other !== effectOf(path)) return `imports another effect, ${target}`;
        if (target.startsWith('js/services/') || isDriver(target))
          return `imports ${target}; effects perform, they do not decide`;
        return undefined;
      },
    ),
    breaks: [
      { at: 'js/effects/a.js:1', files: { 'js/effects/a.js': "import { b } from './b.js';\n" } },
      { at: 'js/effects/tabs/a.js:1', files: { 'js/effects/tabs/a.js': "import '../log/b.js';\n" } },
      { at: 'js/effects/a.js:1', files: { 'js/effects/a.js': "export { S } from '../services/S.js';\n" } },
      { at: 'js/effects/a.js:1', files: { 'js/effects/a.js': "export * from '../driver/Driver.js';\n" } },
      { at: 'js/effects/a.js:1', files: { 'js/effects/a.js': "import '../driver.js';\n" } },
    ],
    keeps: [
      { 'js/effects/a.js': "import { openDB } from 'idb';\nimport { E } from '../HoldfastError.js';\n" },
      { 'js/effects/log/a.js': "import './b.js';\n" },
      { 'js/effects/a.js': "/** @typedef {import('../driver/D.js').D} D */\nexport {};\n" },
    ],
  },
  {
    sentence: 'a service knows no effect',
    check: importRule(
      (path) => path.startsWith('js/services/'),
      ({ target }) =>
        effectOf(target) === undefined ? undefined : `imports ${target}; services know no effect`,
    ),
    breaks: [
      {
        at: 'js/services/A.js:1',
        files: { 'js/services/A.js': "import { send } from '../effects/fetch.js';\n" },
      },
    ],
    keeps: [
      { 'js/services/A.js': "import { E } from '../HoldfastError.js';\n" },
      { 'js/index.js': "import './effects/a.js';\n" },
    ],
  },
  {
    sentence: 'an adapter knows other adapters and the public interface, and nobody knows an adapter',
    check: importRule(
      () => true,
      ({ target, relative }, path) => {
        if (!isAdapter(path))
          return isAdapter(target) ? `imports ${target}; adapters stand outside` : undefined;
        if (!relative || isAdapter(target) || target === 'js/index.js') return undefined;
        return `imports ${target}; adapters use js/index.js, and types`;
      },
    ),
    breaks: [
      { at: 'js/adapters/a.js:1', files: { 'js/adapters/a.js': "import { E } from '../Engine.js';\n" } },
      { at: 'js/adapters/b/a.js:1', files: { 'js/adapters/b/a.js': "import('../../services/A.js');\n" } },
      { at: 'js/index.js:1', files: { 'js/index.js': "export * from './adapters/stores.js';\n" } },
    ],
    keeps: [
      { 'js/adapters/a.js': "import './b/c.js'; import('../index.js'); import { a } from 'react';\n" },
      { 'js/adapters/a.js': "/** @typedef {import('../services/A.js').A} A */\nexport {};\n" },
    ],
  },
  {
    sentence:
      'the shim imports itself, the WebAssembly module and the dependencies in package.json, nothing else',
    check: importRule(
      () => true,
      ({ specifier, target, relative }, path, files) => {
        if (relative)
          return /^(js|dist\/(wasm|inline))\//.test(target)
            ? undefined
            : `imports ${target}, which is not shipped`;
        const { dependencies = {}, peerDependencies = {} } = JSON.parse(
          files.find((file) => file.path === 'package.json')?.text ?? '{}',
        );
        const known = isAdapter(path) ? { ...dependencies, ...peerDependencies } : dependencies;
        const name = specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
        return name in known ? undefined : `imports ${specifier}, which is no dependency of the package`;
      },
    ),
    breaks: [
      { at: 'js/index.js:1', files: { ...manifest, 'js/index.js': "import { marked } from 'marked';\n" } },
      { at: 'js/index.js:1', files: { ...manifest, 'js/index.js': "import { use } from 'react';\n" } },
      { at: 'js/adapters/a.js:1', files: { ...manifest, 'js/adapters/a.js': "import 'marked';\n" } },
      { at: 'js/index.js:1', files: { ...manifest, 'js/index.js': "import fs from 'node:fs';\n" } },
      { at: 'js/a/b.js:1', files: { ...manifest, 'js/a/b.js': "import '../../scripts/a.mjs';\n" } },
    ],
    keeps: [
      {
        ...manifest,
        'js/adapters/a.js': "import { use } from 'react';\n",
        'js/a/b.js': "import 'idb'; import 'idb/with'; import '../c.js'; import '../../dist/wasm/h.mjs';\n",
      },
    ],
  },
];

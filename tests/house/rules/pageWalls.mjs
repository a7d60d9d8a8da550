/** The demo page stands where any user of the package stands. */
import path from 'node:path';
import { findAll } from '../lib/findings.mjs';
import { importsOf, isJavaScript } from '../lib/javascript.mjs';

const home = 'demo/page/';
const references = /(?:\b(?:src|href)\s*=\s*|url\(\s*|@import\s+)["']?(\.\.?\/[^"')\s>]*)/g;

/** @param {string} target */
const isOutside = (target) => !target.startsWith(home);

/** @param {string} target */
const objection = (target) => `refers to ${target}; the page knows Holdfast by its package name alone`;

/** @type {import('../lib/findings.mjs').Rule[]} */
export const pageWalls = [
  {
    sentence: 'the demo page refers to nothing outside of its folder but by package name',
    check: (files) =>
      files
        .filter((file) => file.path.startsWith(home))
        .flatMap((file) => {
          if (isJavaScript(file.path)) {
            return importsOf(file)
              .filter(({ relative, target }) => relative && isOutside(target))
              .map(({ target, line }) => ({ path: file.path, line, message: objection(target) }));
          }
          if (!/\.(html|css)$/.test(file.path)) return [];
          const resolve = (/** @type {string} */ to) => path.posix.join(path.posix.dirname(file.path), to);
          return findAll(file, references, ([, to = '']) =>
            isOutside(resolve(to)) ? objection(resolve(to)) : '',
          ).filter(({ message }) => message !== '');
        }),
    breaks: [
      {
        at: 'demo/page/src/a.js:1',
        files: { 'demo/page/src/a.js': "import { createHoldfast } from '../../../js/index.js';\n" },
      },
      {
        at: 'demo/page/src/a.js:1',
        files: { 'demo/page/src/a.js': "new URL('../../server/x', import.meta.url);\n" },
      },
      {
        at: 'demo/page/index.html:2',
        files: { 'demo/page/index.html': '\n<script src="../../js/index.js"></script>\n' },
      },
      { at: 'demo/page/a.css:1', files: { 'demo/page/a.css': "@import '../../node_modules/x.css';\n" } },
    ],
    keeps: [
      { 'demo/page/src/a.js': "import { createHoldfast } from 'holdfast';\nimport '../b.js';\n" },
      { 'demo/page/index.html': '<script type="module" src="./src/main.js"></script>\n' },
      { 'demo/page/src/a.css': '@import "../b.css";\n' },
    ],
  },
];

/** The conformance kit and the small backend run wherever Node does. */
import { importsOf, isJavaScript } from '../lib/javascript.mjs';

const homes = ['conformance/', 'demo/small-backend/'];

/** @type {import('../lib/findings.mjs').Rule[]} */
export const kitWalls = [
  {
    sentence: 'the conformance kit and the small backend import themselves and Node, nothing else',
    check: (files) =>
      files
        .filter((file) => isJavaScript(file.path))
        .flatMap((file) => {
          const home = homes.find((folder) => file.path.startsWith(folder));
          if (home === undefined) return [];
          return importsOf(file)
            .filter(({ specifier, relative, target }) =>
              relative ? !target.startsWith(home) : !specifier.startsWith('node:'),
            )
            .map(({ line, target }) => ({ path: file.path, line, message: `imports ${target}` }));
        }),
    breaks: [
      { at: 'conformance/a.mjs:2', files: { 'conformance/a.mjs': "\nimport Ajv from 'ajv';\n" } },
      { at: 'conformance/lib/a.mjs:1', files: { 'conformance/lib/a.mjs': "import '../../js/index.js';\n" } },
      {
        at: 'demo/small-backend/server.mjs:1',
        files: { 'demo/small-backend/server.mjs': "import '../../conformance/lib/Kit.mjs';\n" },
      },
    ],
    keeps: [
      { 'conformance/a.mjs': "import 'node:fs';\nimport './lib/b.mjs';\n" },
      { 'tests/a.mjs': "import 'ajv';\n" },
    ],
  },
];

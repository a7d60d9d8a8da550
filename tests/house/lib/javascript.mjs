/** JavaScript, read through ESLint's parser, so that comments and strings are never taken for code. */
import path from 'node:path';
import { Linter } from 'eslint';

const linter = new Linter();

/** @param {string} file */
export const isJavaScript = (file) => /\.m?js$/.test(file);

/**
 * The nodes that an ESLint selector matches.
 * @param {string} text
 * @param {string} selector
 * @returns {{node: any, line: number}[]}
 */
export function select(text, selector) {
  /** @type {{node: any, line: number}[]} */
  const found = [];
  /** @type {import('eslint').Rule.RuleModule} */
  const collect = {
    create: () => ({
      [selector]: (/** @type {any} */ node) => {
        found.push({ node, line: node.loc.start.line });
      },
    }),
  };
  const [failure] = linter.verify(text, [
    { plugins: { house: { rules: { collect } } }, rules: { 'house/collect': 'error' } },
  ]);
  if (failure?.fatal) throw new SyntaxError(`line ${failure.line}: ${failure.message}`);
  return found.sort((a, b) => a.line - b.line);
}

const importing = [
  'ImportDeclaration',
  'ExportAllDeclaration',
  'ExportNamedDeclaration[source]',
  'ImportExpression[source.type=Literal]',
].join(', ');
const locating =
  "NewExpression[callee.name='URL'][arguments.0.type=Literal][arguments.1.type=MemberExpression]";

/**
 * What a file imports, or locates by `new URL('…', import.meta.url)`. A relative target is given by its path from
 * the root.
 * @param {import('./findings.mjs').SourceFile} file
 * @returns {{specifier: string, target: string, relative: boolean, line: number}[]}
 */
export function importsOf({ path: file, text }) {
  const imports = select(text, importing).map(({ node, line }) => ({
    specifier: String(node.source.value),
    line,
  }));
  const located = select(text, locating).map(({ node, line }) => ({
    specifier: String(node.arguments[0].value),
    line,
  }));
  return [...imports, ...located].map(({ specifier, line }) => {
    const relative = /^\.\.?\//.test(specifier);
    return {
      specifier,
      relative,
      line,
      target: relative ? path.posix.join(path.posix.dirname(file), specifier) : specifier,
    };
  });
}

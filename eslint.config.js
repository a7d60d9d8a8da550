import js from '@eslint/js';
import globals from 'globals';

const strictness = {
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'all' }],
  'no-unused-expressions': 'error',
  'no-unreachable-loop': 'error',
  'no-self-compare': 'error',
  'no-shadow': 'error',
  'no-throw-literal': 'error',
  'no-var': 'error',
  'array-callback-return': 'error',
  'default-case-last': 'error',
  eqeqeq: 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'prefer-promise-reject-errors': 'error',
};

export default [
  { ignores: ['build/', '**/dist/'] },
  js.configs.recommended,
  { rules: strictness, linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: [
      'js/**',
      'demo/page/**',
      'bench/peers/**',
      'bench/suites/*/page/**',
      'bench/suites/size/chats/**',
    ],
    languageOptions: { globals: globals.browser },
  },
  {
    files: [
      'scripts/**',
      'bench/**/*.mjs',
      'tests/**',
      'conformance/**',
      'demo/small-backend/**',
      '*.config.js',
      'demo/page/*.config.js',
    ],
    languageOptions: { globals: globals.nodeBuiltin },
  },
  {
    // What runs in Node and in a page alike.
    files: ['bench/suites/stream/decoding/**', 'bench/suites/stream/node/**'],
    languageOptions: { globals: globals['shared-node-browser'] },
  },
  {
    // A document in Node.
    files: ['tests/js/adapters/**'],
    languageOptions: { globals: { ...globals.nodeBuiltin, ...globals.browser } },
  },
  {
    // What is handed to evaluate() runs in the browser.
    files: ['tests/browser/**', 'tests/engines/**', 'tests/chaos/**'],
    languageOptions: { globals: { ...globals.nodeBuiltin, ...globals.browser } },
  },
  {
    // Whole apps, and what drives them.
    files: ['tests/apps/**/*.{js,jsx,mjs}'],
    languageOptions: {
      globals: { ...globals.nodeBuiltin, ...globals.browser },
      parserOptions: { ecmaFeatures: { jsx: true } },
    },
  },
];

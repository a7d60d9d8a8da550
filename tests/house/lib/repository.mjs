/** The repository as the rules see it: every text file with its text. */
import { readFileSync } from 'node:fs';
import { listFiles } from '../../../scripts/lib/files.mjs';
import { inRoot } from '../../../scripts/lib/paths.mjs';

/** @returns {import('./findings.mjs').SourceFile[]} */
export const readRepository = () =>
  listFiles()
    .map((path) => ({ path, text: readFileSync(inRoot(path), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'));

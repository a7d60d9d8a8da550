/** The API reference: what the types and their comments say, as pages, in build/api. */
import path from 'node:path';
import process from 'node:process';
import { installApart } from './installApart.mjs';
import { buildFolder, inRoot } from './paths.mjs';
import { run } from './run.mjs';

export const apiFolder = path.join(buildFolder, 'api');
const toolFolder = path.join(buildFolder, 'docs');

/** Writes it; a warning of TypeDoc's is a failure. Needs the type declarations. */
export async function writeApiReference() {
  await installApart({ name: 'docs', title: 'TypeDoc', source: 'scripts/docs', folder: toolFolder });
  const typedoc = path.join(toolFolder, 'node_modules/typedoc/bin/typedoc');
  await run(
    process.execPath,
    [typedoc, '--options', inRoot('scripts/docs/typedoc.json'), '--out', apiFolder],
    {
      remedy:
        'What TypeDoc warns of is above: a type without a name, or a comment that tells of what is not there.',
    },
  );
}

/** `npm run docs`: the API reference, in build/api. */
import path from 'node:path';
import { buildInline, buildTypes, buildWasm } from './lib/artifacts.mjs';
import { apiFolder, writeApiReference } from './lib/apiReference.mjs';
import { ensurePackages } from './lib/apt.mjs';
import { ensureNodeModules } from './lib/npm.mjs';
import { note, runMain } from './lib/report.mjs';

await runMain(async () => {
  await ensurePackages(['wasm']);
  await ensureNodeModules();
  await buildWasm();
  await buildInline();
  await buildTypes();
  await writeApiReference();
  note(`it begins with ${path.join(apiFolder, 'index.html')}`);
});

/** `npm run build`: what the package ships, dist/wasm, dist/inline and dist/types. */
import { ensurePackages } from './lib/apt.mjs';
import { buildInline, buildTypes, buildWasm } from './lib/artifacts.mjs';
import { ensureNodeModules } from './lib/npm.mjs';
import { runMain } from './lib/report.mjs';

await runMain(async () => {
  await ensurePackages(['wasm']);
  await ensureNodeModules();
  await buildWasm();
  await buildInline();
  await buildTypes();
});

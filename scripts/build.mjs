/** `npm run build`: what the package ships, dist/wasm and dist/types. */
import { ensurePackages } from './lib/apt.mjs';
import { buildTypes, buildWasm } from './lib/artifacts.mjs';
import { ensureNodeModules } from './lib/npm.mjs';
import { runMain } from './lib/report.mjs';

await runMain(async () => {
  await ensurePackages(['wasm']);
  await ensureNodeModules();
  await buildWasm();
  await buildTypes();
});

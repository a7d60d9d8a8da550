/** `npm run apps`: every app of tests/apps; `npm test` runs those that take seconds. */
import { ensurePackages } from './lib/apt.mjs';
import { buildInline, buildServer, buildTypes, buildWasm } from './lib/artifacts.mjs';
import { runNodeTests } from './lib/nodeTests.mjs';
import { ensureNodeModules } from './lib/npm.mjs';
import { runMain } from './lib/report.mjs';

const timeoutMs = 15 * 60_000;

await runMain(async () => {
  await ensurePackages(['native', 'wasm', 'server', 'browser']);
  await ensureNodeModules();
  await buildWasm();
  await buildInline();
  await buildTypes();
  await runNodeTests('tests/apps', {
    env: { HOLDFAST_SERVER: await buildServer('native-release') },
    timeoutMs,
  });
});

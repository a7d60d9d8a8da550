/** `npm start`: the demo, from a fresh clone to a page that works. The second time it only starts the backend. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { ensurePackages } from './lib/apt.mjs';
import { buildPage, buildServer, buildWasm } from './lib/artifacts.mjs';
import { runBackend } from './lib/backend.mjs';
import { ensureNodeModules } from './lib/npm.mjs';
import { buildFolder, pageFolder } from './lib/paths.mjs';
import { choosePort } from './lib/ports.mjs';
import { bold, note, runMain, step } from './lib/report.mjs';

const database = path.join(buildFolder, 'data', 'holdfast.sqlite');

await runMain(async () => {
  const port = await choosePort(process.env.PORT);
  await ensurePackages(['native', 'wasm', 'server']);
  await ensureNodeModules();
  await buildWasm();
  await buildPage();
  const server = await buildServer('native-release');

  mkdirSync(path.dirname(database), { recursive: true });
  const options = [
    '--port',
    String(port),
    '--database',
    `sqlite:${database}`,
    '--static',
    pageFolder,
    '--demo-faults',
    '--auth',
    'guests',
    '--log-level',
    'warning',
  ];
  await step('Starting the backend', () =>
    runBackend(server, options, (address) => {
      note(`its messages are in ${database}`);
      console.log(`\n${bold(`   Holdfast's demo is at ${address}`)}\n   Ctrl+C stops it.\n`);
    }),
  );
});

/**
 * `npm run bench -- SUITE [--json] [--quick]`. With --json the last thing on standard output is one object
 * `{suite, commit, machine, rows, goals}`; everything else then goes to standard error. With --quick a suite that
 * takes minutes only shows that it runs and counts right; its figures then mean nothing.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensurePackages } from '../scripts/lib/apt.mjs';
import { buildWasm } from '../scripts/lib/artifacts.mjs';
import { ensureNodeModules } from '../scripts/lib/npm.mjs';
import { runMain } from '../scripts/lib/report.mjs';
import { describeCommit, describeMachine } from './lib/machine.mjs';
import { listSuites, requireSuite, runSuite } from './lib/suites.mjs';
import { goalList, rowTable } from './lib/table.mjs';

const folder = fileURLToPath(new URL('suites/', import.meta.url));

await runMain(async () => {
  const options = /** @type {const} */ ({
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  });
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [suite] = positionals;
  if (suite === undefined) {
    console.log(
      `npm run bench -- SUITE [--json] [--quick], where SUITE is one of: ${listSuites(folder).join(', ')}`,
    );
    return;
  }

  requireSuite(folder, suite);
  await ensurePackages(['wasm']);
  await ensureNodeModules();
  await buildWasm();
  // Before the run: a long one may see the next commit.
  const commit = describeCommit();
  const { rows, goals } = await runSuite(folder, suite, {
    progress: (text) => console.error(`   ${text}`),
    quick: values.quick,
  });
  const machine = describeMachine();
  if (values.json) {
    console.log(JSON.stringify({ suite, commit, machine, rows, goals }));
    return;
  }
  const { cpu, cores, memoryGiB, os, node } = machine;
  console.log(`\n${suite} at ${commit}, on ${cpu} (${cores} cores, ${memoryGiB} GiB), ${os}, Node ${node}\n`);
  if (values.quick) console.log('The short form: it ran and counted right. The figures mean nothing.\n');
  console.log(rowTable(rows));
  if (goals.length > 0) console.log(`\n${goalList(goals)}`);
});

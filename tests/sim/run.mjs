/**
 * `npm run sim -- [--seeds N] [--first S] [--seed S]`: lives of the real core in a simulated world, natively
 * and fast. With --seed one life is told line by line.
 */
import path from 'node:path';
import {parseArgs} from 'node:util';

import {ensurePackages} from '../../scripts/lib/apt.mjs';
import {build} from '../../scripts/lib/cmake.mjs';
import {presetFolder} from '../../scripts/lib/paths.mjs';
import {runMain} from '../../scripts/lib/report.mjs';
import {run} from '../../scripts/lib/run.mjs';

await runMain(async () => {
  const options = /** @type {const} */ ({
    seeds: {type: 'string', default: '100000'},
    first: {type: 'string', default: '1'},
    seed: {type: 'string'},
  });
  const {values} = parseArgs({options});
  await ensurePackages(['native', 'unit']);
  await build('sim', ['holdfast_sim']);
  const chosen = values.seed === undefined ? ['--first', values.first, '--seeds', values.seeds] :
                                             ['--first', values.seed, '--seeds', '1', '--trace'];
  await run(path.join(presetFolder('sim'), 'tests', 'holdfast_sim'), chosen);
});

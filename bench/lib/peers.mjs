/** The packages that the outbox is measured beside: a package of their own, so that nobody else installs them. */
import { inRoot } from '../../scripts/lib/paths.mjs';
import { note, step } from '../../scripts/lib/report.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { unlessDone } from '../../scripts/lib/stamp.mjs';

const folder = 'bench/peers';

export async function ensurePeers() {
  await step('Installing the peers as bench/peers/package-lock.json says', async () => {
    const done = await unlessDone(
      {
        name: 'peers',
        inputs: [`${folder}/package.json`, `${folder}/package-lock.json`],
        output: inRoot(folder, 'node_modules'),
      },
      () =>
        run('npm', ['ci', '--ignore-scripts', '--loglevel=error'], {
          cwd: inRoot(folder),
          remedy: 'Is this machine online, and does `npm ping` answer?',
        }),
    );
    if (!done) note('up to date');
  });
}

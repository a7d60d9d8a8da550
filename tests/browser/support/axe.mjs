/** What axe finds on a page. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pictures = fileURLToPath(new URL('../../../build/test-output/accessible', import.meta.url));

/** The script that a page needs for it: no script of the page's own, so that its policy does not count. */
export const axeScript = createRequire(import.meta.url).resolve('axe-core');

/**
 * Everything that axe knows of, in both colour schemes, and a picture of each.
 * @param {import('playwright-core').Page} page with the script
 * @param {string} name of the state that it is in
 */
export async function assertAccessible(page, name) {
  await mkdir(pictures, { recursive: true });
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { passes, violations: findings } = await page.evaluate(() => window.axe.run());
    assert.ok(passes.length > 5, 'axe looked at hardly anything');
    assert.deepEqual(
      findings.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]),
      [],
      `${name}, ${colorScheme}`,
    );
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
  }
}

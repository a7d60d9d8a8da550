/** Every house rule. */
import { cmake } from './cmake.mjs';
import { coreBans } from './coreBans.mjs';
import { coreWalls } from './coreWalls.mjs';
import { jsWalls } from './jsWalls.mjs';
import { kitWalls } from './kitWalls.mjs';
import { pageWalls } from './pageWalls.mjs';
import { testFiles } from './testFiles.mjs';
import { text } from './text.mjs';
import { version } from './version.mjs';

export const rules = [
  ...coreWalls,
  ...coreBans,
  ...jsWalls,
  ...kitWalls,
  ...pageWalls,
  ...version,
  ...cmake,
  ...text,
  ...testFiles,
];

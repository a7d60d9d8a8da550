/** Every group of checks, in the order in which they are run and told. */
import { append } from './append.mjs';
import { concurrency } from './concurrency.mjs';
import { create } from './create.mjs';
import { decisions } from './decisions.mjs';
import { deleting } from './deleting.mjs';
import { guests } from './guests.mjs';
import { limits } from './limits.mjs';
import { listPages } from './listPages.mjs';
import { owners } from './owners.mjs';
import { problems } from './problems.mjs';
import { queries } from './queries.mjs';
import { renaming } from './renaming.mjs';
import { resuming } from './resume.mjs';
import { sequence } from './sequence.mjs';
import { streaming } from './streaming.mjs';

/** @type {import('../lib/types.mjs').Group[]} */
export const groups = [
  create,
  append,
  sequence,
  decisions,
  concurrency,
  queries,
  streaming,
  resuming,
  problems,
  limits,
  renaming,
  deleting,
  listPages,
  owners,
  guests,
];

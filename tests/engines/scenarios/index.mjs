/** What holds in every engine. */
import { delivery } from './delivery.mjs';
import { ends } from './ends.mjs';
import { eventStream } from './eventStream.mjs';
import { handles } from './handles.mjs';
import { missing } from './missing.mjs';
import { quota } from './quota.mjs';
import { strangers } from './strangers.mjs';
import { tabs } from './tabs.mjs';

export const scenarios = [
  ...delivery,
  ...ends,
  ...tabs,
  ...quota,
  ...handles,
  ...missing,
  ...strangers,
  ...eventStream,
];

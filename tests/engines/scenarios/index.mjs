/** What holds in every engine. */
import { delivery } from './delivery.mjs';

export const scenarios = [...delivery];

/** The packages that the outbox is measured beside: a package of their own, so that nobody else installs them. */
import { installApart } from '../../scripts/lib/installApart.mjs';

export const ensurePeers = () => installApart({ name: 'peers', title: 'the peers', source: 'bench/peers' });

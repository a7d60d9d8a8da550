/** The page that is measured. Whoever runs it calls what is in `window.bench`, one step after the other. */
import { Stage } from './Stage.js';

window.bench = new Stage();

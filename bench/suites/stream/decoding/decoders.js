/** Every decoder by its name. */
import { aiSdk } from '../../../peers/aiSdk.js';
import { eventsourceParser } from '../../../peers/eventsourceParser.js';
import { fetchEventSource } from '../../../peers/fetchEventSource.js';
import { fetchEventStream } from '../../../peers/fetchEventStream.js';
import { openaiStream } from '../../../peers/openaiStream.js';
import { handWritten } from './handWritten.js';
import { holdfast } from './holdfast.js';
import { jsonParse, readableStream, textDecoder } from './limits.js';

/** @type {Record<string, import('./contract.js').Decoder>} */
export const decoders = {
  holdfast,
  handWritten,
  eventsourceParser,
  fetchEventSource,
  fetchEventStream,
  openaiStream,
  aiSdk,
};

/** @type {Record<string, import('./contract.js').Limit>} */
export const limits = { textDecoder, jsonParse, readableStream };

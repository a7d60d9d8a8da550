/** eventsource-parser with JSON.parse over the body of a fetch, as its documentation feeds it. */
import { feedParser } from '../../../../peers/eventsourceParser.js';
import { readAnswer } from '../request.js';

/** @type {import('../contract.js').Client} */
export const eventsourceParser = {
  nothing: '',
  open: async (baseUrl) => ({
    answer: (onPart) => readAnswer(baseUrl, feedParser(onPart)),
  }),
};

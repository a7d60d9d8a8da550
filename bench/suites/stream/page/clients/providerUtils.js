/** The AI SDK's parser over the body of a fetch. */
import { deltasOf } from '../../../../peers/aiSdk.js';
import { requestAnswer } from '../request.js';

/** @type {import('../contract.js').Client} */
export const providerUtils = {
  nothing: '',
  open: async (baseUrl) => ({
    answer: async (onPart) => deltasOf(await requestAnswer(baseUrl), onPart),
  }),
};

/** The limit: the bytes of the answer, and nothing done with them. */
import { readAnswer } from '../request.js';

/** @type {import('../contract.js').Client} */
export const bareFetch = {
  nothing: 0,
  open: async (baseUrl) => ({
    answer: (onPart) => readAnswer(baseUrl, (bytes) => onPart(bytes.length)),
  }),
};

/** A loop over the body and the scan that is written by hand. */
import { HandWrittenScan } from '../../decoding/handWritten.js';
import { readAnswer } from '../request.js';

/** @type {import('../contract.js').Client} */
export const handWritten = {
  nothing: '',
  open: async (baseUrl) => ({
    answer(onPart) {
      const scan = new HandWrittenScan();
      return readAnswer(baseUrl, (bytes) => {
        const text = scan.feed(bytes);
        if (text !== '') onPart(text);
      });
    },
  }),
};

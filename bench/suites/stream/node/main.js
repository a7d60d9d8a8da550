/** The stage in a Node of its own: does each step that it is sent. */
import process from 'node:process';
import { DecodingStage } from '../decoding/DecodingStage.js';

const stage = new DecodingStage();

process.on('message', async ([step, ...given]) => {
  try {
    process.send({ result: await stage[step](...given) });
  } catch (error) {
    process.send({ error: String(error.stack ?? error) });
  }
});

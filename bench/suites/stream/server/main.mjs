/** The server, in a process of its own: it is sent its folder and its plan, and tells its port. */
import process from 'node:process';
import { AnswerServer } from './AnswerServer.mjs';
import { kindsOf } from './kinds.mjs';

process.once(
  'message',
  async (/** @type {{folder: string, plan: import('../plan.mjs').Plan}} */ { folder, plan }) => {
    process.send?.(await new AnswerServer(folder, kindsOf(plan)).listen());
  },
);
process.once('disconnect', () => process.exit());

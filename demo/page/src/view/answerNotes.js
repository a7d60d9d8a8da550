/**
 * What there is to say where an answer is missing.
 *
 * @module
 */
import { h } from './dom.js';
import { icon } from './icons.js';
import { actionButton } from './actionButton.js';
import { sentence } from '../words.js';

/** @typedef {import('../data/types.js').ShownEntry} ShownEntry */

/**
 * @typedef {object} AnswerNote
 * @property {'waiting' | 'failed' | 'open'} kind
 * @property {number} place the entry of the thread that it stands behind
 * @property {string} questionId
 * @property {string} reason where it failed
 */

/**
 * @param {import('../data/ConversationLog.js').ConversationLog} log
 * @param {ShownEntry[]} thread
 * @param {{isAnswering: boolean, regenerated: string | undefined}} asked `regenerated`: the question that is asked again
 * @returns {AnswerNote | null}
 */
export function answerNote(log, thread, { isAnswering, regenerated }) {
  const last = thread.at(-1);
  if (!last || (isAnswering && log.streaming)) return null;
  const { entry } = last;
  const isOpen = entry.message.role === 'user';
  const atTheEnd = { place: thread.length - 1, questionId: entry.id, reason: '' };
  if (isAnswering) {
    if (regenerated === undefined) return { kind: 'waiting', ...atTheEnd };
    const place = placeOfAnswer(thread, regenerated);
    return place === -1 ? null : { kind: 'waiting', place, questionId: regenerated, reason: '' };
  }
  const { failure } = log;
  const questionId = failure?.questionId ?? null;
  if (failure && questionId !== null && !isOpen) {
    const place = placeOfAnswer(thread, questionId);
    return place === -1 ? null : { kind: 'failed', place, questionId, reason: failure.reason };
  }
  if (!isOpen || entry.state === 'parked') return null;
  const isShown = questionId === null || placeOfAnswer(thread, questionId) !== -1;
  return failure && isShown
    ? { ...atTheEnd, kind: 'failed', reason: failure.reason }
    : { ...atTheEnd, kind: 'open' };
}

/** @param {ShownEntry[]} thread @param {string} questionId @returns {number} where its answer, or itself, is; -1: nowhere */
function placeOfAnswer(thread, questionId) {
  return thread.findLastIndex(
    ({ entry, follows }) =>
      entry.id === questionId || (follows === questionId && entry.message.role === 'assistant'),
  );
}

/**
 * @param {AnswerNote} note
 * @param {() => void} onAsk asks for the answer
 */
export function answerNoteElement({ kind, reason }, onAsk) {
  if (kind === 'waiting')
    return h(
      'div',
      { class: 'waiting', data: { waiting: 'answer' } },
      icon('streaming'),
      'Waiting for the answer…',
    );
  const isOpen = kind === 'open';
  const words = h(
    'span',
    {},
    !isOpen && h('strong', {}, 'No answer.'),
    isOpen ? 'There is no answer to this yet.' : ` ${sentence(reason)}`,
  );
  const button = actionButton('try-again', 'retry', isOpen ? 'Get an answer' : 'Try again', onAsk);
  return h('div', { class: `unanswered ${kind}`, data: { unanswered: kind } }, words, button);
}

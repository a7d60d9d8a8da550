/** The backend as a process: start it, hear that it listens, stop it cleanly. */
import { spawn } from 'node:child_process';
import readline from 'node:readline';
import { Problem } from './Problem.mjs';
import { note, red } from './report.mjs';
import { whenToldToEnd } from './signals.mjs';

const patienceMs = 10_000;

/**
 * Starts the backend in a process group of its own, so that Ctrl+C reaches it once and through us.
 * @param {string} binary
 * @param {string[]} args
 */
function spawnBackend(binary, args) {
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  return { child, ended, lines: readline.createInterface({ input: child.stdout }) };
}

/**
 * Runs the backend until it ends or this process is told to stop, which is passed on to it.
 * @param {string} binary
 * @param {string[]} args
 * @param {(address: string) => void} onListening
 */
export async function runBackend(binary, args, onListening) {
  const { child, ended, lines } = spawnBackend(binary, args);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    note('stopping the backend');
    child.kill('SIGTERM');
    setTimeout(() => {
      console.error(red(`!! The backend did not stop within ${patienceMs / 1000} s; it is killed.`));
      child.kill('SIGKILL');
    }, patienceMs).unref();
  };
  whenToldToEnd(stop);

  lines.on('line', (line) => {
    note(line);
    const address = /^holdfast-server listening on (\S+)$/.exec(line)?.[1];
    if (address) onListening(address);
  });
  const how = await ended;
  if (!stopping || how !== 0) {
    throw new Problem(`The backend ended with ${how}.`, 'What it said last is above.');
  }
  note('the backend has stopped');
}

/** A page with React on it. */
import './dom.mjs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createElement } from 'react';

const { createRoot, hydrateRoot } = await import('react-dom/client');

/**
 * @param {import('node:test').TestContext} t
 * @param {{html?: string, tree: any}} page `html`: what the server sent
 */
export function openPage(t, { html = '', tree }) {
  const container = document.createElement('div');
  container.innerHTML = html;
  document.body.append(container);
  const errors = [];
  const told = (error) => errors.push(error);
  const options = { onRecoverableError: told, onUncaughtError: told, onCaughtError: told };
  const root = html ? hydrateRoot(container, tree, options) : createRoot(container, options);
  if (!html) root.render(tree);
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    root.unmount();
    await sleep(5);
  };
  t.after(close);
  return {
    errors,
    container,
    close,
    render: (next) => root.render(next),
    /** Resolves when `condition` holds for the text of the page. */
    async until(condition) {
      while (!condition(container.textContent)) await sleep(2);
      return container.textContent;
    },
  };
}

/** Renders what `use` gives, as text, and counts how often. */
export function shower(use, textOf) {
  const show = { renders: 0, last: undefined };
  show.Component = function Show(props) {
    show.renders += 1;
    show.last = use(props);
    return createElement('p', null, textOf(show.last));
  };
  return show;
}

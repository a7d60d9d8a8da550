import { read, write } from '../data/storage.js';
import { h } from './dom.js';
import { icon } from './icons.js';

const themes = /** @type {const} */ (['system', 'light', 'dark']);
const icons = /** @type {const} */ ({ system: 'theme', light: 'sun', dark: 'moon' });

/** A button that goes from the system's theme to light, to dark, and back. */
export function themeToggle() {
  const button = h('button', { type: 'button', class: 'icon-button', data: { action: 'theme' } });
  /** @param {(typeof themes)[number]} theme */
  const apply = (theme) => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    const label = `Theme: ${theme}`;
    button.replaceChildren(icon(icons[theme]));
    button.setAttribute('aria-label', label);
    button.title = label;
  };
  button.addEventListener('click', () => {
    const next = themes[(themes.indexOf(read('theme', 'system')) + 1) % themes.length];
    write('theme', next === 'system' ? null : next);
    apply(next);
  });
  apply(read('theme', 'system'));
  return button;
}

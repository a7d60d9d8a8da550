import { h, setAttribute } from './dom.js';
import { icon } from './icons.js';

/**
 * @param {string} action
 * @param {import('./icons.js').IconName} iconName
 * @param {string} label
 * @param {() => void} onClick
 */
export function actionButton(action, iconName, label, onClick) {
  const button = h('button', {
    type: 'button',
    class: 'small-button',
    data: { action },
    on: { click: () => button.ariaDisabled !== 'true' && onClick() },
  });
  button.append(icon(iconName), label);
  return button;
}

/**
 * A button that is a picture; its label is told to a screen reader, and shown where the pointer rests.
 *
 * @param {string} action
 * @param {import('./icons.js').IconName} iconName
 * @param {string} label
 * @param {() => void} onClick
 */
export function toolButton(action, iconName, label, onClick) {
  const button = h('button', {
    type: 'button',
    class: 'tool-button',
    'aria-label': label,
    title: label,
    data: { action },
    on: { click: () => button.ariaDisabled !== 'true' && onClick() },
  });
  button.append(icon(iconName));
  return button;
}

/**
 * A button that can do nothing just now keeps its focus.
 *
 * @param {HTMLButtonElement} button
 * @param {boolean} isEnabled
 */
export function setEnabled(button, isEnabled) {
  setAttribute(button, 'aria-disabled', isEnabled ? null : 'true');
}

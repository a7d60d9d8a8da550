import { h } from './dom.js';

/**
 * One of a few choices.
 * @param {string} name
 * @param {string} legend
 * @param {{value: string, label: string, hint?: string}[]} choices
 * @param {(value: string) => void} onChange
 */
export function choice(name, legend, choices, onChange) {
  const inputs = choices.map(({ value }) =>
    h('input', { type: 'radio', name, value, on: { change: () => onChange(value) } }),
  );
  const labels = choices.map(({ label, hint }, index) =>
    h('label', { class: 'choice', title: hint }, inputs[index], h('span', {}, label)),
  );
  const element = h(
    'fieldset',
    { class: 'choices' },
    h('legend', {}, legend),
    h('div', { class: 'choice-row' }, ...labels),
  );
  return {
    element,
    /** @param {string} value */
    show(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {(on: boolean) => void} onChange
 */
export function toggle(name, label, onChange) {
  const input = h('input', {
    type: 'checkbox',
    role: 'switch',
    name,
    class: 'switch',
    on: { change: () => onChange(input.checked) },
  });
  return {
    element: h('label', { class: 'field' }, h('span', {}, label), input),
    /** @param {boolean} on */
    show(on) {
      input.checked = on;
    },
  };
}

/**
 * A number on a scale, told in words beside it.
 * @param {string} name
 * @param {string} label
 * @param {{max: number, step: number}} scale from 0
 * @param {(value: number) => string} say
 * @param {(value: number) => void} onChange
 */
export function slider(name, label, { max, step }, say, onChange) {
  // Not an <output>: the label would name that instead of the slider, which says its value itself.
  const output = h('span', { class: 'value', 'aria-hidden': 'true' });
  const showValue = () => {
    output.textContent = say(input.valueAsNumber);
    input.setAttribute('aria-valuetext', output.textContent);
  };
  const input = h('input', {
    type: 'range',
    name,
    min: '0',
    max: String(max),
    step: String(step),
    on: { input: showValue, change: () => onChange(input.valueAsNumber) },
  });
  return {
    element: h(
      'label',
      { class: 'field stacked' },
      h('span', { class: 'field-head' }, h('span', {}, label), output),
      input,
    ),
    /** @param {number} value */
    show(value) {
      input.valueAsNumber = value;
      showValue();
    },
  };
}

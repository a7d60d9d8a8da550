const namespace = 'http://www.w3.org/2000/svg';

/** Paths on a 24 by 24 grid, stroked; those under `fill` are filled. */
const shapes = {
  holdfast: {
    stroke:
      'M12 15C11 12.5 13.2 10.5 12 7.8S12.6 4 11.6 2.2M12 15C8.8 13.6 10 10.8 7.8 9S7 5.8 6.2 4.6M12 15c3.2-1.4 2-4.2 4.2-6S17 5.8 17.8 4.6M12 15c-1 2.6-4.8 1.6-6.2 5M12 15c-.5 2.2-1.9 2.8-2.3 5.3M12 15c.5 2.2 1.9 2.8 2.3 5.3M12 15c1 2.6 4.8 1.6 6.2 5M2.8 20.9c3.6-1.2 14.8-1.2 18.4 0',
  },
  queued: { stroke: 'M12 7v5l3 2M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17' },
  saved: { stroke: 'M5 4h11l3 3v13H5zM8.5 4v5h6V4M8.5 20v-6h7v6' },
  sending: { stroke: 'M12 20V5M6 10.5L12 4.5l6 6' },
  synced: { stroke: 'M5 12.5l4.5 4.5L19 7.5' },
  parked: { stroke: 'M12 8v5M12 16.5v.2M12 3.5L21.5 20h-19z' },
  streaming: { stroke: 'M6 12h.01M12 12h.01M18 12h.01' },
  send: { stroke: 'M12 19V5M5.5 11.5L12 5l6.5 6.5' },
  stop: { fill: 'M7 7h10v10H7z' },
  plus: { stroke: 'M12 5v14M5 12h14' },
  menu: { stroke: 'M4 7h16M4 12h16M4 17h10' },
  close: { stroke: 'M6 6l12 12M18 6L6 18' },
  down: { stroke: 'M12 5v14M6 13l6 6 6-6' },
  theme: { stroke: 'M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17', fill: 'M12 3.5a8.5 8.5 0 0 1 0 17z' },
  sun: {
    stroke:
      'M12 8a4 4 0 1 1 0 8a4 4 0 1 1 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  },
  moon: { stroke: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z' },
  break: { stroke: 'M13 2.5L5 13.5h6.5L11 21.5l8-11h-6.5z' },
  retry: { stroke: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4.5H15' },
  edit: { stroke: 'M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5' },
  previous: { stroke: 'M14.5 6l-6 6 6 6' },
  next: { stroke: 'M9.5 6l6 6-6 6' },
  copy: { stroke: 'M9 9h10v11H9zM15 9V4H5v11h4' },
};

/** @typedef {keyof typeof shapes} IconName */

/**
 * A picture that says nothing to a screen reader: words stand beside it.
 * @param {IconName} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  const { stroke, fill } = /** @type {{stroke?: string, fill?: string}} */ (shapes[name]);
  if (fill) svg.append(path(fill, 'icon-fill'));
  if (stroke) svg.append(path(stroke, 'icon-stroke'));
  return svg;
}

/**
 * @param {string} data
 * @param {string} className
 */
function path(data, className) {
  const element = document.createElementNS(namespace, 'path');
  element.setAttribute('d', data);
  element.setAttribute('class', className);
  return element;
}

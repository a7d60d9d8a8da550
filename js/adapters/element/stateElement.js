import { TONES, filled } from './words.js';
import { STYLE } from './style.js';

/** @typedef {import('../../types.js').Holdfast<any>} Holdfast */
/** @typedef {import('./words.js').Saying} Saying */

/**
 * @template Snapshot
 * @typedef {object} ElementKind
 * @property {Record<string, string>} words what it says, by state
 * @property {readonly string[]} attributes that tell what it shows
 * @property {ReadonlySet<string>} announced states that are read out when they come
 * @property {(holdfast: Holdfast, element: HTMLElement) => import('../stores.js').Store<Snapshot> | undefined} storeOf undefined
 *   where the element does not say yet what it shows
 * @property {(snapshot: Snapshot) => Saying} say
 */

/** What elements fall back to that have no Holdfast of their own, and those that do. */
export class SharedHoldfast {
  /** @type {Holdfast | null} */
  #holdfast = null;
  /** @type {Set<() => void>} */
  #users = new Set();

  get holdfast() {
    return this.#holdfast;
  }

  set holdfast(holdfast) {
    this.#holdfast = holdfast;
    for (const change of this.#users) change();
  }

  /** @param {() => void} change */
  use(change) {
    this.#users.add(change);
    return () => void this.#users.delete(change);
  }
}

/**
 * A class of elements that show a state as a mark and words. It is made when it is asked for: HTMLElement is a global.
 *
 * @template Snapshot
 * @param {ElementKind<Snapshot>} kind
 * @param {SharedHoldfast} shared
 * @returns {CustomElementConstructor}
 */
export function stateElement({ words, attributes, announced, storeOf, say }, shared) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  const labels = Object.keys(words).map((state) => `label-${state}`);

  return class extends HTMLElement {
    static observedAttributes = [...attributes, ...labels];
    static shared = shared;

    #mark = document.createElement('span');
    #text = document.createElement('span');
    /** @type {Holdfast | null} */
    #own = null;
    /** @type {Snapshot | undefined} */
    #snapshot;
    /** @type {(() => void) | undefined} */
    #unsubscribe;
    /** @type {(() => void) | undefined} */
    #leave;

    constructor() {
      super();
      this.#mark.setAttribute('part', 'mark');
      this.#mark.setAttribute('aria-hidden', 'true');
      this.#text.setAttribute('part', 'text');
      this.#text.setAttribute('role', 'status');
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
      root.append(this.#mark, this.#text);
    }

    /** The Holdfast whose state it shows; default: the one that defineHoldfastElements() was given. */
    get holdfast() {
      return this.#own ?? shared.holdfast;
    }

    set holdfast(holdfast) {
      this.#own = holdfast;
      this.#follow();
    }

    connectedCallback() {
      this.#takeEarlyHoldfast();
      this.#leave = shared.use(() => this.#follow());
      this.#follow();
    }

    disconnectedCallback() {
      this.#leave?.();
      this.#unsubscribe?.();
    }

    /** @param {string} name */
    attributeChangedCallback(name) {
      if (attributes.includes(name)) this.#follow();
      else this.#show();
    }

    /** A property that was set before the element was defined. */
    #takeEarlyHoldfast() {
      if (!Object.hasOwn(this, 'holdfast')) return;
      const { holdfast } = this;
      Reflect.deleteProperty(this, 'holdfast');
      this.holdfast = holdfast;
    }

    #follow() {
      if (!this.isConnected) return;
      this.#unsubscribe?.();
      const { holdfast } = this;
      const store = holdfast ? storeOf(holdfast, this) : undefined;
      this.#snapshot = undefined;
      this.#unsubscribe = store?.subscribe((snapshot) => {
        this.#snapshot = snapshot;
        this.#show();
      });
      if (!store) this.#show();
    }

    #show() {
      /** @type {Saying} */
      const { state, values } =
        this.#snapshot === undefined ? { state: 'unknown', values: {} } : say(this.#snapshot);
      const text = filled(this.getAttribute(`label-${state}`) ?? words[state] ?? '', values);
      this.dataset.state = state;
      this.#mark.dataset.tone = TONES[state];
      this.#text.setAttribute('aria-live', announced.has(state) ? 'polite' : 'off');
      // What is written anew is read out anew.
      if (this.#text.textContent !== text) this.#text.textContent = text;
    }
  };
}

/**
 * localStorage that never throws: it may be switched off, full, or hold what an older page wrote.
 * Every key of the page begins with the same prefix.
 */
const prefix = 'holdfast-demo.';

/**
 * @template T
 * @param {string} key
 * @param {T} fallback given where nothing readable is stored
 * @returns {T}
 */
export function read(key, fallback) {
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

/**
 * @param {string} key
 * @param {unknown} value `null` removes the key
 * @returns {boolean} whether it was stored
 */
export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/**
 * Calls back when another tab writes `key`.
 * @param {string} key
 * @param {() => void} listener
 */
export function onOtherTab(key, listener) {
  window.addEventListener('storage', (event) => {
    if (event.key === prefix + key) listener();
  });
}

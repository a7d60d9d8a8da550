/**
 * The one error class of the package. `code` is stable and kebab-case; `message` is a sentence for a
 * person; `field` names the part of the input at fault, where there is one.
 */
export class HoldfastError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {{field?: string, cause?: unknown}} [more]
   */
  constructor(code, message, { field, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'HoldfastError';
    /** @readonly */
    this.code = code;
    /** @readonly */
    this.field = field;
  }
}

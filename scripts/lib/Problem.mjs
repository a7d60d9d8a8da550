/**
 * A failure that a person can act on: what went wrong, and what to do about it. Anything else that is
 * thrown is a mistake in these scripts and keeps its stack.
 */
export class Problem extends Error {
  /**
   * @param {string} what what was wrong, and where
   * @param {string} [remedy] what to do now
   */
  constructor(what, remedy) {
    super(what);
    this.name = 'Problem';
    this.remedy = remedy;
  }
}

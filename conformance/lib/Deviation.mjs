/**
 * What a check found to be otherwise than the protocol says, in the words of the report.
 */
export class Deviation extends Error {
  /**
   * @param {string} sent the request that it was seen on
   * @param {string} expected
   * @param {string} came
   */
  constructor(sent, expected, came) {
    super(`expected ${expected}, came ${came}`);
    this.name = 'Deviation';
    this.sent = sent;
    this.expected = expected;
    this.came = came;
  }
}

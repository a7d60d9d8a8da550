import { read, write } from './storage.js';

/** Which alternatives a person chose in a conversation. Where none was chosen, the newest is shown. */
export class BranchChoices {
  #key;
  /** @type {ReadonlySet<string>} ids of messages */
  chosen;

  /** @param {string} conversationId */
  constructor(conversationId) {
    this.#key = `branches.${conversationId}`;
    this.chosen = new Set(read(this.#key, []));
  }

  /**
   * @param {string} id
   * @param {string[]} alternatives those of its place, oldest first
   */
  choose(id, alternatives) {
    this.forget(alternatives);
    if (id !== alternatives.at(-1)) this.#set(new Set([...this.chosen, id]));
  }

  /** @param {string[]} alternatives the newest of them is shown from now on */
  forget(alternatives) {
    if (!alternatives.some((id) => this.chosen.has(id))) return;
    const rest = new Set(this.chosen);
    for (const id of alternatives) rest.delete(id);
    this.#set(rest);
  }

  /** @param {Set<string>} chosen */
  #set(chosen) {
    this.chosen = chosen;
    write(this.#key, chosen.size === 0 ? null : [...chosen]);
  }
}

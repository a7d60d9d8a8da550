/** What a built module takes and gives, by the names that it had before the linker made them one letter long. */

/**
 * The script beside the module knows both names: `"a":_abort` of what it hands in (wasm/numbers.cpp has one of its own), `Module["asm"]["A"]` of what it takes.
 * @param {Buffer} bytes @param {string} script
 * @returns {{imports: string[], exports: string[]}} sorted
 */
export function interfaceOf(bytes, script) {
  const module = new WebAssembly.Module(bytes);
  const given = new Map(
    [...script.matchAll(/"(\w+)":(_\w+|numberFrom)[,}]/g)].map(([, short, name]) => [short, name]),
  );
  const taken = new Map(
    [
      ...script.matchAll(
        /Module\["(\w+)"\]=function\(\)\{return\(\w+=Module\["\w+"\]=Module\["asm"\]\["(\w+)"\]\)/g,
      ),
    ].map(([, name, short]) => [short, name]),
  );
  const known =
    (/** @type {Map<string, string>} */ names) =>
    (/** @type {{name: string, kind: string}} */ { name, kind }) =>
      kind === 'function' ? (names.get(name) ?? name) : kind;
  return {
    imports: WebAssembly.Module.imports(module).map(known(given)).sort(),
    exports: WebAssembly.Module.exports(module).map(known(taken)).sort(),
  };
}

/** Words that streams, locales, exceptions and run-time types of C++ leave in a binary. */
const marks =
  /[ -~]*(?:std::|St\d+\w|basic_string|iostream|[io]stringstream|locale|LC_[A-Z]+|exception|bad_alloc|terminate called|__cxa_|NSt\d|N\d+holdfast)[ -~]*/g;

/** @param {Buffer} bytes @returns {string[]} sorted, each once */
export const leftoversIn = (bytes) => [...new Set(bytes.toString('latin1').match(marks) ?? [])].sort();

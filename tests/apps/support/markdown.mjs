/** What a document tells a reader to paste. */

/** @param {string} document @param {string} heading of the second level @returns {string} what stands below it */
export function sectionOf(document, heading) {
  const [, section] = document.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`there is no section "${heading}"`);
  return section.split(/^## /m)[0];
}

/**
 * @param {string} section
 * @returns {{file: string | undefined, language: string, code: string}[]} `file`: the name at the head of the line before
 */
export const codeBlocks = (section) =>
  Array.from(
    section.matchAll(/^(?:`([\w./-]+)`.*:\n\n)?```(\w+)\n([^]*?)^```/gm),
    ([, file, language, code]) => ({
      file,
      language,
      code,
    }),
  );

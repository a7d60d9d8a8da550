/** Holdfast's decoder, as `streamCompletion()` uses it. */
import { StreamReader } from '../../../../js/driver/StreamReader.js';
import { loadModule, loadedModule } from '../../../../js/driver/loader.js';

/** @type {import('./contract.js').Decoder} */
export const holdfast = {
  load: () => loadModule(),
  decode(chunks) {
    const reader = new StreamReader(loadedModule(), 'openai');
    let text = '';
    for (const chunk of chunks) {
      const piece = reader.feed(chunk);
      if (piece.error) throw piece.error;
      text += piece.text;
    }
    reader.close();
    return text;
  },
};

/** The client of the openai package, against a server of its own. */
import OpenAI from 'openai';

/** @type {import('../suites/stream/page/contract.js').Client} */
export const openaiClient = {
  nothing: '',
  async open(baseUrl) {
    const client = new OpenAI({
      apiKey: 'none',
      baseURL: `${location.origin}${baseUrl}`,
      dangerouslyAllowBrowser: true,
    });
    return {
      async answer(onPart) {
        const messages = [{ role: 'user', content: 'What is a holdfast?' }];
        const stream = await client.chat.completions.create({ model: 'any', messages, stream: true });
        for await (const chunk of stream) {
          const { content } = chunk.choices[0].delta;
          if (content) onPart(content);
        }
      },
    };
  },
};

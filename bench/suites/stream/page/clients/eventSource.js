/** The browser's own EventSource, which can only GET, with JSON.parse. */

/** @type {import('../contract.js').Client} */
export const eventSource = {
  nothing: '',
  open: async (baseUrl) => ({
    answer: (onPart) =>
      new Promise((resolve, reject) => {
        const source = new EventSource(`${baseUrl}/completion/generate`);
        source.onmessage = ({ data }) => {
          if (data === '[DONE]') {
            source.close();
            resolve();
            return;
          }
          const { content } = JSON.parse(data).choices[0].delta;
          if (content) onPart(content);
        };
        source.onerror = () => reject(new Error('The EventSource failed.'));
      }),
  }),
};

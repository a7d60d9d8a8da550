/** The page of a chat whose Holdfast lives in a worker: it shows what the worker tells. */
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const list = document.querySelector('ol');

worker.onmessage = ({ data: { messages, history } }) => {
  list.dataset.history = history;
  list.replaceChildren(
    ...messages.map(({ role, content, state }) => {
      const line = document.createElement('li');
      line.dataset.state = state;
      line.textContent = `${role}: ${content}`;
      return line;
    }),
  );
};
document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  worker.postMessage(new FormData(event.target).get('text'));
  event.target.reset();
});

/** As the AI SDK's guide to useChat has it. */
import { useChat } from '@ai-sdk/react';
import { useState } from 'react';

export function UseChatChat({ options }) {
  const [input, setInput] = useState('');
  const { messages, status, sendMessage, stop } = useChat(options);
  const isBusy = status === 'submitted' || status === 'streaming';

  const handleSubmit = (event) => {
    event.preventDefault();
    void sendMessage({ text: input });
    setInput('');
  };
  return (
    <main data-busy={isBusy}>
      {messages.map(({ id, role, parts }) => (
        <article key={id}>
          {role}: {parts.map((part) => (part.type === 'text' ? part.text : '')).join('')}
        </article>
      ))}
      {isBusy && <button onClick={stop}>Stop</button>}
      <form onSubmit={handleSubmit}>
        <textarea
          value={input}
          onChange={(event) => setInput(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && handleSubmit(event)}
        />
      </form>
    </main>
  );
}

'use client';

import { useMemo } from 'react';
import { HoldfastProvider, useConversation, useQueueStatus } from 'holdfast/react';

export function Chat({ baseUrl }) {
  const options = useMemo(() => ({ baseUrl }), [baseUrl]);
  return (
    <HoldfastProvider value={options}>
      <Conversation />
    </HoldfastProvider>
  );
}

function Conversation() {
  const { messages, history, isReady, send } = useConversation('trip');
  const { pending } = useQueueStatus();
  return (
    <>
      <ol data-history={isReady ? history : 'loading'}>
        {messages.map(({ id, role, content, state }) => (
          <li key={id} data-state={state}>
            {`${role}: ${content}`}
          </li>
        ))}
      </ol>
      <form action={(form) => void send(form.get('text'))}>
        <input name="text" aria-label="Message" required />
      </form>
      <small>{pending} waiting</small>
    </>
  );
}

/** assistant-ui's primitives over its runtime for the AI SDK. */
import { useChat } from '@ai-sdk/react';
import {
  AssistantRuntimeProvider,
  ComposerPrimitive,
  MessagePrimitive,
  ThreadPrimitive,
} from '@assistant-ui/react';
import { useAISDKRuntime } from '@assistant-ui/react-ai-sdk';

const messageFrom = (role) => () => (
  <MessagePrimitive.Root asChild>
    <article>
      {role}: <MessagePrimitive.Parts components={{ Text: ({ text }) => text }} />
    </article>
  </MessagePrimitive.Root>
);
const components = { UserMessage: messageFrom('user'), AssistantMessage: messageFrom('assistant') };

export function AssistantUiChat({ options }) {
  const chat = useChat(options);
  const runtime = useAISDKRuntime(chat);
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <main data-busy={chat.status === 'submitted' || chat.status === 'streaming'}>
        <ThreadPrimitive.Root>
          <ThreadPrimitive.Messages components={components} />
          <ComposerPrimitive.Root>
            <ComposerPrimitive.Input />
            <ThreadPrimitive.If running>
              <ComposerPrimitive.Cancel>Stop</ComposerPrimitive.Cancel>
            </ThreadPrimitive.If>
          </ComposerPrimitive.Root>
        </ThreadPrimitive.Root>
      </main>
    </AssistantRuntimeProvider>
  );
}

/** Two apps, each with Holdfast and without: `?ui=use-chat` or `?ui=assistant-ui`, and `&holdfast` for what it changes. */
import { createRoot } from 'react-dom/client';
import { AssistantUiChat } from './AssistantUiChat.jsx';
import { UseChatChat } from './UseChatChat.jsx';

const query = new URLSearchParams(location.search);
const Chat = { 'use-chat': UseChatChat, 'assistant-ui': AssistantUiChat }[query.get('ui')];
const { transport, loadMessages, resume } = query.has('holdfast')
  ? await import('./withHoldfast.js')
  : await import('./withoutHoldfast.js');

const options = { id: 'trip', transport, messages: await loadMessages('trip'), resume };
createRoot(document.body).render(<Chat options={options} />);

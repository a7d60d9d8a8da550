/** A server component: it imports the package, and uses of it what needs no browser. */
import { threadOf } from 'holdfast';
import { Chat } from './Chat';

export const dynamic = 'force-dynamic';

const backend = process.env.HOLDFAST_BACKEND;

async function storedMessages() {
  const response = await fetch(`${backend}/conversation/trip/messages`, { cache: 'no-store' });
  return response.ok ? (await response.json()).messages : [];
}

export default async function Page() {
  const thread = threadOf(await storedMessages(), { conversationId: 'trip' });
  return (
    <main>
      <p id="stored">{thread.map(({ message }) => message.role).join(', ')}</p>
      <Chat baseUrl={backend} />
    </main>
  );
}

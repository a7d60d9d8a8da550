/** All of Holdfast, where there is no document. */
import { createHoldfast } from 'holdfast';
import { conversationStore } from 'holdfast/stores';

const conversation = conversationStore(await createHoldfast({ baseUrl: '/' }), 'trip');
conversation.subscribe(({ messages, history }) => self.postMessage({ messages, history }));
self.onmessage = ({ data }) => void conversation.send(data);

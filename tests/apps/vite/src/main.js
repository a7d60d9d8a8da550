import { createHoldfast } from 'holdfast';
import { startChat } from './chat.js';

startChat(await createHoldfast({ baseUrl: '/' }));

import { createHoldfast } from 'holdfast';
import { startChat } from './chat.js';

const baseUrl = new URLSearchParams(location.search).get('backend');
startChat(await createHoldfast({ baseUrl }));

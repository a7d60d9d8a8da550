/** How large a round is. */

export const tabs = 4;
export const conversations = 3;
export const messagesPerTab = 250;

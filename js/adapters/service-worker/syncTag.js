/** By which tag the browser knows what is to be sent from this database. @param {string} [database] */
export const syncTag = (database = 'holdfast') => `holdfast:${database}`;

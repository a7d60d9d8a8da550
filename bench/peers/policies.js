/** The policies that ours are tested beside, as they are: the tests say how each is used. */
export * as cockatiel from 'cockatiel';
export { default as Opossum } from 'opossum';
export { default as pRetry } from 'p-retry';

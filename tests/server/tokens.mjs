/** JSON Web Tokens as an identity provider would sign them, and as a forger would. */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Seconds since 1970, so many from now. */
export const fromNow = (seconds) => Math.floor(Date.now() / 1000) + seconds;

/** A token of user `sub` for an hour. `claims` and `header` add to what it says, or replace it. */
export function signHs256(secret, sub, claims = {}, header = {}) {
  const content = `${encode({ alg: 'HS256', typ: 'JWT', ...header })}.${encode({ sub, exp: fromNow(3600), ...claims })}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

export const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

export function signRs256(privateKey, sub, claims = {}) {
  const content = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ sub, exp: fromNow(3600), ...claims })}`;
  return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
}

/** A token that claims to need no signature. */
export const unsigned = (sub) => `${encode({ alg: 'none' })}.${encode({ sub, exp: fromNow(3600) })}.`;

export const bearer = (token) => ({ authorization: `Bearer ${token}` });

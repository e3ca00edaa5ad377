import { unreadableSignature } from './derive';
import { cases } from './index';

const literals = cases
  .flatMap(({ request }) => request.headers)
  .filter(([name, value]) => name.toLowerCase() === 'authorization' && !value.includes('{{'))
  .map(([, value]) => value.replace(/^[A-Za-z]+\s+/, ''));

/** What cases send in place of a credential. It is public, so it is never hidden. */
export const inventedCredentials: ReadonlySet<string> = new Set([...literals, unreadableSignature]);

import type { ResolvedRequest } from '../contract/request';

/** The body of a request as rules see it: bytes that are not UTF-8 become U+FFFD. */
export const sentBody = (body: ResolvedRequest['body']): string | undefined =>
  typeof body === 'string' ? body : body && Buffer.from(body).toString('utf8');

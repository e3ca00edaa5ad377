import type { Context, ReceivedCall } from '../behaviour';
import type { Reply } from '../http';
import { issueManagementToken } from './management-token';
import { options } from './options';
import { payout } from './payout';

/** One path of the API. */
export interface Endpoint {
  readonly call: ReceivedCall;
  readonly path: string;
  readonly methods: readonly string[];
  readonly answer: (context: Context) => Promise<Reply>;
}

/** The other path of the HMAC exchange (H5). */
export const secondHmacPath = '/identity/v1/hmac/management';

/** Every path that the sandbox knows (C1, C8, H5). */
export const endpoints: readonly Endpoint[] = [
  { call: 'payout', path: '/v1/identity/payout', methods: ['POST'], answer: payout },
  { call: 'hmac', path: '/v1/identity/hmac', methods: ['POST'], answer: issueManagementToken },
  { call: 'hmac', path: secondHmacPath, methods: ['POST'], answer: issueManagementToken },
  { call: 'options', path: '/v1/payout/options', methods: ['GET', 'HEAD'], answer: options },
];

/** The endpoint that a request leads to, once dot segments are gone and escapes are read, as most servers do. */
export function endpointAt(target: string): Endpoint | undefined {
  const named = (path: string) => endpoints.find((each) => each.path === path);
  const [plain = ''] = target.split('?', 1);
  // Nearly every request has the path as it is.
  return named(plain) ?? named(readPath(plain));
}

function readPath(path: string): string {
  // URL takes it for a slash.
  if (path.includes('\\')) return path;
  try {
    return decodeURI(new URL(path.startsWith('/') ? `http://sandbox${path}` : path).pathname);
  } catch {
    return path;
  }
}

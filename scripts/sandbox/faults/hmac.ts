import type { Behaviour, Context, HmacPolicies } from '../behaviour';
import { internalError } from '../refusal';
import type { Change, Fault } from '../types';
import { group } from './define';

const policy =
  (edit: (policies: HmacPolicies) => Partial<HmacPolicies>): Change =>
  (baseline) => ({
    hmac: { ...baseline.hmac, ...edit(baseline.hmac) },
  });

const authorization = ({ request }: Context): string => request.header('authorization') ?? '';

/** Changes what a refused HMAC request is answered. */
const refused =
  (edit: (context: Context) => Partial<ReturnType<Behaviour['refusal']>> | undefined): Change =>
  (baseline) => ({
    refusal: (refusal, context) => {
      const before = baseline.refusal(refusal, context);
      return context.call === 'hmac' && before.status === 401 ? { ...before, ...edit(context) } : before;
    },
  });

/** What is wrong with the HMAC call. */
export const hmacFaults: readonly Fault[] = [
  ...group('violation', ['H3'], {
    'hmac-replay-accepted': ['Takes the same HMAC request twice', policy(() => ({ isReplay: () => false }))],
    'hmac-nonce-with-timestamp': [
      'Knows a nonce again only with the same timestamp',
      policy(() => ({ nonceId: ({ publicKey, nonce, timestamp }) => `${publicKey}:${nonce}:${timestamp}` })),
    ],
    'hmac-last-nonce-only': [
      'Remembers only the last nonce',
      policy(() => {
        let last = '';
        return {
          isReplay: (id) => {
            const replayed = id === last;
            last = id;
            return replayed;
          },
        };
      }),
    ],
    'hmac-nonce-by-path': [
      'Remembers nonces for each path apart',
      policy((right) => ({
        nonceId: (credentials, context) => `${context.request.path} ${right.nonceId(credentials, context)}`,
      })),
    ],
  }),
  ...group('violation', ['H4'], {
    'hmac-old-timestamp-accepted': [
      'Takes timestamps of any age',
      policy(() => ({ maxAgeSeconds: Number.POSITIVE_INFINITY })),
    ],
    'hmac-window-wide': ['Takes timestamps up to ten minutes old', policy(() => ({ maxAgeSeconds: 600 }))],
    'hmac-window-lenient': [
      'Takes timestamps up to five and a half minutes old',
      policy(() => ({ maxAgeSeconds: 330 })),
    ],
    'hmac-unreadable-time-accepted': [
      'Lets timestamps pass that are no number',
      policy(() => ({ readTimestamp: Number })),
    ],
    'hmac-window-narrow': ['Refuses timestamps of more than a minute', policy(() => ({ maxAgeSeconds: 60 }))],
    'hmac-fraction-refused': [
      'Refuses fractional seconds',
      policy((right) => ({ readTimestamp: (text) => (text.includes('.') ? undefined : right.readTimestamp(text)) })),
    ],
  }),
  ...group('violation', ['H2'], {
    'hmac-signature-not-checked': ['Takes any HMAC signature', policy(() => ({ signaturesMatch: () => true }))],
    'hmac-signature-checked-in-part': [
      'Compares only the first characters of the HMAC signature',
      policy(() => ({ signaturesMatch: (given, expected) => given.slice(0, 8) === expected.slice(0, 8) })),
    ],
    'hmac-signature-end-not-checked': [
      'Compares all but the end of the HMAC signature',
      policy(() => ({ signaturesMatch: (given, expected) => given.slice(0, -6) === expected.slice(0, -6) })),
    ],
    'hmac-empty-signature-accepted': [
      'Issues a management token for an empty signature',
      policy((right) => ({ holds: (context) => authorization(context).endsWith(':') || right.holds(context) })),
    ],
    'hmac-any-scheme-accepted': [
      'Does not look at the scheme word of an HMAC request',
      policy(() => ({ find: (header) => header?.trim().split(/ +/)[1] })),
    ],
    'hmac-cut-signature-accepted': [
      'Compares only as much of the HMAC signature as was sent',
      policy(() => ({ signaturesMatch: (given, expected) => expected.startsWith(given.replace(/=+$/, '')) })),
    ],
    'hmac-signature-without-case': [
      'Compares HMAC signatures without regard to case',
      policy(() => ({ signaturesMatch: (given, expected) => given.toLowerCase() === expected.toLowerCase() })),
    ],
  }),
  ...group('violation', ['E1', 'H1'], {
    'hmac-authorization-missing-accepted': [
      'Issues a management token for a request without Authorization',
      policy((right) => ({ holds: (context) => authorization(context) === '' || right.holds(context) })),
    ],
    'hmac-unknown-key-accepted': [
      'Takes any public key for the one it knows',
      policy(() => ({ privateKeyOf: (_publicKey, { credentials }) => credentials.privateKey })),
    ],
  }),
  ...group('violation', ['E1'], {
    'hmac-malformed-500': [
      'Breaks down over malformed HMAC credentials',
      refused((context) => (/^hmac [^:]*$/i.test(authorization(context)) ? internalError : undefined)),
    ],
    'hmac-unreadable-signature-500': [
      'Breaks down over an HMAC signature that is not base64',
      refused((context) => (/:[^:]*[^\w+/=:-][^:]*$/.test(authorization(context)) ? internalError : undefined)),
    ],
    'hmac-unreadable-time-500': [
      'Breaks down over an HMAC timestamp that is no number',
      refused((context) => (/:[a-z]+:[^:]*$/.test(authorization(context)) ? internalError : undefined)),
    ],
    'hmac-unauthorised-500': ['Breaks down over HMAC requests that should be refused', refused(() => internalError)],
    'hmac-unauthorised-403': ['Answers refused HMAC requests with 403', refused(() => ({ status: 403 }))],
    'hmac-unauthorised-400': ['Answers refused HMAC requests with 400', refused(() => ({ status: 400 }))],
  }),
  ...group('violation', ['H6'], {
    'hmac-lower-case-refused': [
      'Refuses the scheme word hmac',
      policy((right) => ({ find: (header) => (header?.startsWith('hmac') ? undefined : right.find(header)) })),
    ],
    'hmac-upper-case-refused': [
      'Refuses the scheme word HMAC',
      policy((right) => ({ find: (header) => (header?.startsWith('HMAC') ? undefined : right.find(header)) })),
    ],
  }),
  ...group('violation', ['H5', 'C5'], {
    'hmac-token-renamed': [
      'Calls the management token token',
      policy(() => ({ successBody: ({ accessToken, expires }) => ({ token: accessToken, expires }) })),
    ],
    'hmac-expires-missing': [
      'Leaves expires out beside the management token',
      policy(() => ({ successBody: ({ accessToken }) => ({ accessToken }) })),
    ],
  }),
  ...group('violation', ['H5', 'T2'], {
    'hmac-expires-number': [
      'Gives expires of the management token as a number',
      policy(() => ({ successBody: ({ accessToken, expires }) => ({ accessToken, expires: Number(expires) }) })),
    ],
  }),
  ...group('violation', ['H5', 'T3'], {
    'hmac-expires-seconds': [
      'Gives expires of the management token in seconds',
      policy(() => ({
        successBody: ({ accessToken, expires }) => ({ accessToken, expires: String(expires).slice(0, -3) }),
      })),
    ],
    'hmac-expires-local-time': [
      'Reckons expires of the management token in a zone an hour ahead',
      policy(() => ({
        successBody: ({ accessToken, expires }) => ({ accessToken, expires: String(Number(expires) + 3_600_000) }),
      })),
    ],
  }),
  ...group('violation', ['H5', 'C2'], {
    'hmac-token-not-accepted': [
      'Issues management tokens by HMAC that the payout call refuses',
      policy(() => ({
        successBody: ({ accessToken, expires }) => ({ accessToken: corrupted(String(accessToken)), expires }),
      })),
    ],
  }),
];

/** The token with another signature. */
function corrupted(token: string): string {
  const [header, payload, signature = ''] = token.split('.');
  return [header, payload, [...signature].reverse().join('')].join('.');
}

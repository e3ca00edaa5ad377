import type { Behaviour, Context, HmacSigned } from '../behaviour';
import { hmacPolicy } from '../changes';
import { internalError } from '../refusal';
import type { Change, Fault } from '../types';
import { alsoSigned, group } from './define';

const decodedKey = ({ world }: HmacSigned): Uint8Array => Buffer.from(world.credentials.privateKey, 'base64');

const authorization = ({ request }: Context): string => request.header('authorization') ?? '';

/** Changes the response to a refused HMAC request. */
const refused =
  (edit: (context: Context) => Partial<ReturnType<Behaviour['refusal']>> | undefined): Change =>
  (baseline) => ({
    refusal: (refusal, context) => {
      const before = baseline.refusal(refusal, context);
      return context.call === 'hmac' && before.status === 401 ? { ...before, ...edit(context) } : before;
    },
  });

/** Faults of the HMAC call. */
export const hmacFaults: readonly Fault[] = [
  ...group('violation', ['H3'], {
    'hmac-replay-accepted': ['Accepts the same HMAC request twice', hmacPolicy(() => ({ isReplay: () => false }))],
    'hmac-nonce-with-timestamp': [
      'Recognises a used nonce only with the same timestamp',
      hmacPolicy(() => ({ nonceId: ({ publicKey, nonce, timestamp }) => `${publicKey}:${nonce}:${timestamp}` })),
    ],
    'hmac-nonce-case-ignored': [
      'Ignores the case of HMAC nonces',
      hmacPolicy((right) => ({
        nonceId: (credentials, context) => right.nonceId(credentials, context).toLowerCase(),
      })),
    ],
    'hmac-long-nonce-forgotten': [
      'Forgets nonces of more than 64 characters',
      hmacPolicy((right) => ({
        isReplay: (id, world) => id.length - id.indexOf(':') <= 65 && right.isReplay(id, world),
      })),
    ],
    'hmac-last-nonce-only': [
      'Remembers only the last nonce',
      hmacPolicy(() => {
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
      'Remembers nonces separately for each path',
      hmacPolicy((right) => ({
        nonceId: (credentials, context) => `${context.request.path} ${right.nonceId(credentials, context)}`,
      })),
    ],
  }),
  ...group('violation', ['H4'], {
    'hmac-old-timestamp-accepted': [
      'Accepts timestamps of any age',
      hmacPolicy(() => ({ maxAgeSeconds: Number.POSITIVE_INFINITY })),
    ],
    'hmac-window-wide': ['Accepts timestamps up to ten minutes old', hmacPolicy(() => ({ maxAgeSeconds: 600 }))],
    'hmac-window-lenient': [
      'Accepts timestamps up to five and a half minutes old',
      hmacPolicy(() => ({ maxAgeSeconds: 330 })),
    ],
    'hmac-unreadable-time-accepted': [
      'Accepts timestamps that are not numbers',
      hmacPolicy(() => ({ readTimestamp: Number })),
    ],
    'hmac-window-narrow': ['Refuses timestamps of more than a minute', hmacPolicy(() => ({ maxAgeSeconds: 60 }))],
    'hmac-fraction-refused': [
      'Refuses fractional seconds',
      hmacPolicy((right) => ({
        readTimestamp: (text) => (text.includes('.') ? undefined : right.readTimestamp(text)),
      })),
    ],
  }),
  ...group('violation', ['H2'], {
    'hmac-signature-not-checked': ['Accepts any HMAC signature', hmacPolicy(() => ({ signaturesMatch: () => true }))],
    'hmac-signature-checked-in-part': [
      'Compares only the first characters of the HMAC signature',
      hmacPolicy(() => ({ signaturesMatch: (given, expected) => given.slice(0, 8) === expected.slice(0, 8) })),
    ],
    'hmac-signature-end-not-checked': [
      'Compares all but the end of the HMAC signature',
      hmacPolicy(() => ({ signaturesMatch: (given, expected) => given.slice(0, -6) === expected.slice(0, -6) })),
    ],
    'hmac-empty-signature-accepted': [
      'Issues a management token for an empty signature',
      hmacPolicy((right) => ({ holds: (context) => authorization(context).endsWith(':') || right.holds(context) })),
    ],
    'hmac-any-scheme-accepted': [
      'Ignores the scheme of an HMAC request',
      hmacPolicy(() => ({ find: (header) => header?.trim().split(/ +/)[1] })),
    ],
    'hmac-public-key-as-secret': [
      'Accepts a signature under the public key',
      alsoSigned(({ credentials }) => credentials.publicKey),
    ],
    'hmac-empty-secret': ['Accepts a signature under an empty key', alsoSigned(() => '')],
    'hmac-undecoded-secret': [
      'Accepts a signature under the private key as it is written',
      alsoSigned(({ world }) => world.credentials.privateKey),
    ],
    'hmac-nonce-not-signed': [
      'Accepts a signature that leaves out the nonce',
      alsoSigned(decodedKey, ({ publicKey, timestamp }) => `${publicKey}:${timestamp}:`),
    ],
    'hmac-time-not-signed': [
      'Accepts a signature that leaves out the time',
      alsoSigned(decodedKey, ({ publicKey, nonce }) => `${publicKey}:${nonce}:`),
    ],
    'hmac-key-not-signed': [
      'Accepts a signature that leaves out the public key',
      alsoSigned(decodedKey, ({ nonce, timestamp }) => `${nonce}:${timestamp}:`),
    ],
    'hmac-colon-not-signed': [
      'Accepts a signature that leaves out the last colon',
      alsoSigned(decodedKey, ({ publicKey, nonce, timestamp }) => `${publicKey}:${nonce}:${timestamp}`),
    ],
    'hmac-nothing-signed': ['Accepts the signature of an empty text', alsoSigned(decodedKey, () => '')],
    'hmac-fraction-not-signed': [
      'Accepts a signature of the whole seconds of a fractional time',
      alsoSigned(decodedKey, ({ publicKey, nonce, timestamp }) => `${publicKey}:${nonce}:${timestamp.split('.')[0]}:`),
    ],
    'hmac-longer-signature-accepted': [
      'Ignores extra characters at the end of an HMAC signature',
      hmacPolicy(() => ({ signaturesMatch: (given, expected) => given.startsWith(expected) })),
    ],
    'hmac-cut-signature-accepted': [
      'Compares only the part of the HMAC signature that was sent',
      hmacPolicy(() => ({ signaturesMatch: (given, expected) => expected.startsWith(given.replace(/=+$/, '')) })),
    ],
    'hmac-signature-without-case': [
      'Compares HMAC signatures case-insensitively',
      hmacPolicy(() => ({ signaturesMatch: (given, expected) => given.toLowerCase() === expected.toLowerCase() })),
    ],
  }),
  ...group('violation', ['E1b', 'H1'], {
    'hmac-authorization-missing-accepted': [
      'Issues a management token for a request without Authorization',
      hmacPolicy((right) => ({ holds: (context) => authorization(context) === '' || right.holds(context) })),
    ],
    'hmac-unknown-key-accepted': [
      'Accepts any public key as the one it knows',
      hmacPolicy(() => ({ privateKeyOf: (_publicKey, { credentials }) => credentials.privateKey })),
    ],
  }),
  ...group('violation', ['E1b', 'E1f'], {
    'hmac-malformed-500': [
      'Returns 500 for malformed HMAC credentials',
      refused((context) => (/^hmac [^:]*$/i.test(authorization(context)) ? internalError : undefined)),
    ],
    'hmac-unreadable-signature-500': [
      'Returns 500 for an HMAC signature that is not base64',
      refused((context) => (/:[^:]*[^\w+/=:-][^:]*$/.test(authorization(context)) ? internalError : undefined)),
    ],
    'hmac-unreadable-time-500': [
      'Returns 500 for an HMAC timestamp that is not a number',
      refused((context) => (/:[a-z]+:[^:]*$/.test(authorization(context)) ? internalError : undefined)),
    ],
    'hmac-unauthorised-500': ['Returns 500 for HMAC requests that should be refused', refused(() => internalError)],
    'hmac-unauthorised-403': ['Returns 403 for refused HMAC requests', refused(() => ({ status: 403 }))],
    'hmac-unauthorised-400': ['Returns 400 for refused HMAC requests', refused(() => ({ status: 400 }))],
  }),
  ...group('violation', ['H6'], {
    'hmac-lower-case-refused': [
      'Refuses the scheme hmac',
      hmacPolicy((right) => ({ find: (header) => (header?.startsWith('hmac') ? undefined : right.find(header)) })),
    ],
    'hmac-upper-case-refused': [
      'Refuses the scheme HMAC',
      hmacPolicy((right) => ({ find: (header) => (header?.startsWith('HMAC') ? undefined : right.find(header)) })),
    ],
  }),
  ...group('violation', ['H5', 'C5'], {
    'hmac-token-renamed': [
      'Renames accessToken to token in the response with a management token',
      hmacPolicy(() => ({ successBody: ({ accessToken, expires }) => ({ token: accessToken, expires }) })),
    ],
    'hmac-expires-missing': [
      'Omits expires from the response with the management token',
      hmacPolicy(() => ({ successBody: ({ accessToken }) => ({ accessToken }) })),
    ],
  }),
  ...group('violation', ['H5', 'T2'], {
    'hmac-expires-number': [
      'Sends expires of the management token as a number',
      hmacPolicy(() => ({ successBody: ({ accessToken, expires }) => ({ accessToken, expires: Number(expires) }) })),
    ],
  }),
  ...group('violation', ['H5', 'T3'], {
    'hmac-expires-seconds': [
      'Sends expires of the management token in seconds',
      hmacPolicy(() => ({
        successBody: ({ accessToken, expires }) => ({ accessToken, expires: String(expires).slice(0, -3) }),
      })),
    ],
    'hmac-expires-local-time': [
      'Computes expires of the management token in a time zone one hour ahead',
      hmacPolicy(() => ({
        successBody: ({ accessToken, expires }) => ({ accessToken, expires: String(Number(expires) + 3_600_000) }),
      })),
    ],
  }),
  ...group('violation', ['H5', 'C2'], {
    'hmac-token-not-accepted': [
      'Issues management tokens by HMAC that the payout call refuses',
      hmacPolicy(() => ({
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

import { lifetime } from '../changes';
import { readClaims } from '../tokens';
import type { Change, Fault } from '../types';
import { group } from './define';

/** Writes `expires` differently; the token does not change. */
const expires =
  (format: (ms: number) => unknown): Change =>
  () => ({ formatExpires: format });

/** Changes `exp`; `expires` does not change. */
const exp =
  (value: (ms: number) => unknown): Change =>
  () => ({ exp: value });

/** Sets `exp` a distance from `expires`, which gets an extra half second so that the distance is not a whole number of seconds. */
const apart =
  (seconds: number): Change =>
  () => ({
    exp: (ms) => Math.floor(ms / 1000) + seconds,
    formatExpires: (ms) => String(Math.floor(ms / 1000) * 1000 + 500),
  });

const hour = 3600;
const ticksAtEpoch = 621_355_968_000_000_000n;

/** Faults of `expires` and `exp`. */
export const expiresFaults: readonly Fault[] = [
  ...group('violation', ['T2'], {
    'expires-number': ['Sends expires as a JSON number', expires((ms) => ms)],
    'expires-iso': ['Sends expires as an ISO 8601 date', expires((ms) => new Date(ms).toISOString())],
    'expires-http-date': ['Sends expires as an HTTP date', expires((ms) => new Date(ms).toUTCString())],
    'expires-object': ['Sends expires as an object', expires((ms) => ({ value: String(ms) }))],
    'expires-empty': ['Sends an empty expires', expires(() => '')],
    'expires-fractional': ['Sends expires with a fraction', expires((ms) => `${ms}.0`)],
    'expires-leading-zero': ['Sends expires with a leading zero', expires((ms) => `0${ms}`)],
    'expires-plus-sign': ['Sends expires with a plus sign', expires((ms) => `+${ms}`)],
    'expires-exponent': ['Sends expires in scientific notation', expires((ms) => ms.toExponential())],
    'expires-leading-space': ['Sends expires with a space before it', expires((ms) => ` ${ms}`)],
    'expires-trailing-newline': ['Sends expires with a newline after it', expires((ms) => `${ms}\n`)],
    'expires-thousands': ['Sends expires with thousands separators', expires((ms) => ms.toLocaleString('en-GB'))],
    'expires-hexadecimal': ['Sends expires in hexadecimal', expires((ms) => `0x${ms.toString(16)}`)],
    'expires-dotnet-date': ['Sends expires as /Date(…)/', expires((ms) => `/Date(${ms})/`)],
    'expires-other-digits': [
      'Sends expires in Arabic-Indic digits',
      expires((ms) => String(ms).replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))),
    ],
    'expires-negative': ['Sends expires as a negative number', expires((ms) => String(-ms))],
  }),
  ...group('violation', ['T3'], {
    'expires-seconds': ['Sends expires in seconds', expires((ms) => String(Math.floor(ms / 1000)))],
    'expires-microseconds': ['Sends expires in microseconds', expires((ms) => `${ms}000`)],
    'expires-nanoseconds': ['Sends expires in nanoseconds', expires((ms) => `${ms}000000`)],
    'expires-ticks': [
      'Sends expires in ticks since year 1',
      expires((ms) => String(BigInt(ms) * 10_000n + ticksAtEpoch)),
    ],
    'expires-duration': ['Sends the remaining lifetime as expires', expires(() => String(hour * 1000))],
    'expires-duration-seconds': ['Sends the lifetime in seconds as expires', expires(() => String(hour))],
    'expires-local-time': ['Computes expires in a time zone one hour ahead', expires((ms) => String(ms + hour * 1000))],
    'expires-ten-minutes-late': ['Adds ten minutes of grace to expires', expires((ms) => String(ms + 600_000))],
    'expires-two-seconds-late': ['Computes expires from a time two seconds later', expires((ms) => String(ms + 2_000))],
    'expires-half-the-life': ['Sets expires to half of the lifetime', expires((ms) => String(ms - (hour * 1000) / 2))],
    'expires-end-of-day': [
      'Rounds expires to the end of the day',
      expires((ms) => String((Math.floor(ms / 86_400_000) + 2) * 86_400_000 - 1)),
    ],
    'expires-of-management-token': [
      "Sends the expiry of the caller's own token as expires",
      (baseline) => ({
        formatExpires: (ms, context) => {
          const own = readClaims(baseline.findToken(context.request) ?? '')?.exp;
          return String(typeof own === 'number' ? own * 1000 : ms);
        },
      }),
    ],
    'exp-missing': ['Omits exp from the token', exp(() => undefined)],
    'exp-null': ['Sets exp to null', exp(() => null)],
    'exp-string': ['Sets exp as a string', exp((ms) => String(Math.floor(ms / 1000)))],
    'exp-iso': ['Sets exp as an ISO 8601 date', exp((ms) => new Date(ms).toISOString())],
    'exp-milliseconds': ['Sets exp in milliseconds', exp((ms) => ms)],
    'exp-duration': ['Sets exp to the lifetime in seconds', exp(() => hour)],
    'exp-one-second-early': ['Sets exp to exactly one second before expires', apart(-1)],
    'exp-two-seconds-late': ['Sets exp to exactly two seconds after expires', apart(2)],
    'exp-one-minute-early': ['Sets exp a minute before expires', apart(-60)],
    'exp-one-hour-early': ['Sets exp an hour before expires', apart(-hour)],
    'exp-one-hour-late': ['Sets exp an hour after expires', apart(hour)],
    'exp-one-day-late': ['Sets exp a day after expires', apart(24 * hour)],
  }),
  ...group('violation', ['T7'], {
    'expires-two-minutes-ago': ['Issues tokens that expired two minutes ago', lifetime(-120)],
    'expires-an-hour-ago': ['Issues tokens that expired an hour ago', lifetime(-hour)],
    'expires-fixed': [
      'Issues every token with the expiry of the published sample',
      () => ({ exp: () => 1560514835, formatExpires: () => '1560514835115' }),
    ],
    'expires-zero': ['Sets exp and expires to the epoch', () => ({ exp: () => 0, formatExpires: () => '0' })],
    'expires-year-off': ['Gets the year wrong, in exp and in expires', lifetime(hour - 365 * 24 * hour)],
  }),
];

import { readClaims } from '../tokens';
import type { Change, Fault } from '../types';
import { group } from './define';

/** Writes `expires` in another way; the token stays as it is. */
const expires =
  (format: (ms: number) => unknown): Change =>
  () => ({ formatExpires: format });

/** Puts something else into `exp`; `expires` stays as it is. */
const exp =
  (value: (ms: number) => unknown): Change =>
  () => ({ exp: value });

/** Sets `exp` apart from `expires`, which is given half a second so that the distance is never a whole second. */
const apart =
  (seconds: number): Change =>
  () => ({
    exp: (ms) => Math.floor(ms / 1000) + seconds,
    formatExpires: (ms) => String(Math.floor(ms / 1000) * 1000 + 500),
  });

/** Moves the whole life of the token. */
const lifetime =
  (lifetimeSeconds: number): Change =>
  () => ({ lifetimeSeconds });

const hour = 3600;
const ticksAtEpoch = 621_355_968_000_000_000n;

/** What is wrong with `expires`, and with `exp` beside it. */
export const expiresFaults: readonly Fault[] = [
  ...group('violation', ['T2'], {
    'expires-number': ['Gives expires as a JSON number', expires((ms) => ms)],
    'expires-iso': ['Gives expires as an ISO 8601 date', expires((ms) => new Date(ms).toISOString())],
    'expires-http-date': ['Gives expires as an HTTP date', expires((ms) => new Date(ms).toUTCString())],
    'expires-object': ['Gives expires as an object', expires((ms) => ({ value: String(ms) }))],
    'expires-empty': ['Gives an empty expires', expires(() => '')],
    'expires-fractional': ['Gives expires with a fraction', expires((ms) => `${ms}.0`)],
    'expires-leading-zero': ['Gives expires with a leading zero', expires((ms) => `0${ms}`)],
    'expires-plus-sign': ['Gives expires with a plus sign', expires((ms) => `+${ms}`)],
    'expires-exponent': ['Gives expires in scientific notation', expires((ms) => ms.toExponential())],
    'expires-leading-space': ['Gives expires with a space before it', expires((ms) => ` ${ms}`)],
    'expires-trailing-newline': ['Gives expires with a newline after it', expires((ms) => `${ms}\n`)],
    'expires-thousands': ['Gives expires with thousands separators', expires((ms) => ms.toLocaleString('en-GB'))],
    'expires-hexadecimal': ['Gives expires in hexadecimal', expires((ms) => `0x${ms.toString(16)}`)],
    'expires-dotnet-date': ['Gives expires as /Date(…)/', expires((ms) => `/Date(${ms})/`)],
    'expires-other-digits': [
      'Gives expires in Arabic-Indic digits',
      expires((ms) => String(ms).replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))),
    ],
    'expires-negative': ['Gives expires as a negative number', expires((ms) => String(-ms))],
  }),
  ...group('violation', ['T3'], {
    'expires-seconds': ['Gives expires in seconds', expires((ms) => String(Math.floor(ms / 1000)))],
    'expires-microseconds': ['Gives expires in microseconds', expires((ms) => `${ms}000`)],
    'expires-nanoseconds': ['Gives expires in nanoseconds', expires((ms) => `${ms}000000`)],
    'expires-ticks': [
      'Gives expires in ticks since year 1',
      expires((ms) => String(BigInt(ms) * 10_000n + ticksAtEpoch)),
    ],
    'expires-duration': ['Gives expires as what is left of the life', expires(() => String(hour * 1000))],
    'expires-duration-seconds': ['Gives expires as the life in seconds', expires(() => String(hour))],
    'expires-local-time': ['Reckons expires in a zone an hour ahead', expires((ms) => String(ms + hour * 1000))],
    'expires-ten-minutes-late': ['Adds ten minutes of grace to expires', expires((ms) => String(ms + 600_000))],
    'expires-two-seconds-late': ['Reckons expires from two seconds later', expires((ms) => String(ms + 2_000))],
    'expires-half-the-life': ['Gives half the life in expires', expires((ms) => String(ms - (hour * 1000) / 2))],
    'expires-end-of-day': [
      'Rounds expires to the end of the day',
      expires((ms) => String((Math.floor(ms / 86_400_000) + 2) * 86_400_000 - 1)),
    ],
    'expires-of-management-token': [
      "Gives the end of the caller's own token as expires",
      (baseline) => ({
        formatExpires: (ms, context) => {
          const own = readClaims(baseline.findToken(context.request) ?? '')?.exp;
          return String(typeof own === 'number' ? own * 1000 : ms);
        },
      }),
    ],
    'exp-missing': ['Leaves exp out of the token', exp(() => undefined)],
    'exp-null': ['Puts null into exp', exp(() => null)],
    'exp-string': ['Puts exp into the token as a string', exp((ms) => String(Math.floor(ms / 1000)))],
    'exp-iso': ['Puts exp into the token as an ISO 8601 date', exp((ms) => new Date(ms).toISOString())],
    'exp-milliseconds': ['Puts exp into the token in milliseconds', exp((ms) => ms)],
    'exp-duration': ['Puts the life in seconds into exp', exp(() => hour)],
    'exp-one-second-early': ['Ends the token a second before expires, to the second', apart(-1)],
    'exp-two-seconds-late': ['Ends the token two seconds after expires, to the second', apart(2)],
    'exp-one-minute-early': ['Ends the token a minute before expires', apart(-60)],
    'exp-one-hour-early': ['Ends the token an hour before expires', apart(-hour)],
    'exp-one-hour-late': ['Ends the token an hour after expires', apart(hour)],
    'exp-one-day-late': ['Ends the token a day after expires', apart(24 * hour)],
  }),
  ...group('violation', ['T7'], {
    'expires-two-minutes-ago': ['Issues tokens that ended two minutes ago', lifetime(-120)],
    'expires-an-hour-ago': ['Issues tokens that ended an hour ago', lifetime(-hour)],
    'expires-fixed': [
      'Issues every token with the end of the published sample',
      () => ({ exp: () => 1560514835, formatExpires: () => '1560514835115' }),
    ],
    'expires-zero': [
      'Writes the epoch itself into exp and expires',
      () => ({ exp: () => 0, formatExpires: () => '0' }),
    ],
    'expires-year-off': ['Reckons the year wrong, in exp and in expires', lifetime(hour - 365 * 24 * hour)],
  }),
];

import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Arrival } from '../../behaviour';
import { readObject, referenceProblem } from '../../references';
import { audience, isOwnToken, readClaims } from '../../tokens';
import { type Condition, credentialOf, valuesOf } from './define';

type Test = (arrival: Arrival) => boolean;

const isPayout: Test = ({ call, request }) => call === 'payout' && request.method === 'POST';
const isOptions: Test = ({ call, request }) => call === 'options' && request.method === 'GET';
const isHmac: Test = ({ call }) => call === 'hmac';

/** A request whose predecessor was of a certain kind; with `forGood`, all requests after such a one. */
const after = (title: string, then: Test, before: Test, forGood = false): Condition => ({
  title,
  start: () => {
    let follows = false;
    return (arrival) => {
      const holds = follows && then(arrival);
      follows = before(arrival) || (forGood && follows);
      return holds;
    };
  },
});

/** Every n-th request. */
const every = (title: string, n: number, counts: Test): Condition => ({
  title,
  start: () => {
    let count = 0;
    return (arrival) => {
      if (!counts(arrival)) return false;
      count += 1;
      return count % n === 0;
    };
  },
});

/** Something that comes for the n-th time. */
const nth = (title: string, n: number, counts: Test, idOf: (arrival: Arrival) => string): Condition => ({
  title,
  start: () => {
    const seen = new Map<string, number>();
    return (arrival) => {
      if (!counts(arrival)) return false;
      const times = (seen.get(idOf(arrival)) ?? 0) + 1;
      seen.set(idOf(arrival), times);
      return times >= n;
    };
  },
});

/** How long a request waits for another one to come. */
const overlapMs = 25;

/** Requests that come while another one is being answered. */
const atOnce = (title: string, counts: Test, idOf: (arrival: Arrival) => string): Condition => ({
  title,
  start: () => {
    const running = new Map<string, number>();
    return async (arrival) => {
      if (!counts(arrival)) return false;
      const id = idOf(arrival);
      running.set(id, (running.get(id) ?? 0) + 1);
      await sleep(overlapMs);
      // Requests that arrived while the process was busy count too.
      await turn();
      const others = (running.get(id) ?? 1) - 1;
      running.set(id, others);
      return others > 0;
    };
  },
});

const token = ({ request }: Arrival): string => credentialOf(request);
const body = ({ request }: Arrival): string => Buffer.from(request.body).toString('latin1');
const of =
  (method: string): Test =>
  ({ request }) =>
    request.method === method;
/** Whether the caller presents a token that this server takes: one that it was configured with, or issued since. */
const isKnown: Test = ({ request, world }) => {
  const { expiredToken, noRoleToken } = world.credentials;
  const presented = credentialOf(request);
  if (presented === expiredToken || presented === noRoleToken) return false;
  return isOwnToken(presented, world) && readClaims(presented)?.aud === audience('management');
};
const hasBadInput: Test = (arrival) => isPayout(arrival) && valuesOf(arrival.request).some(referenceProblem);

/** Conditions about earlier requests. */
export const historyConditions = {
  'after-head': after('after a HEAD', isPayout, of('HEAD')),
  'after-options': after('after an OPTIONS', isPayout, of('OPTIONS')),
  'after-large-body': after('after a body of over 60,000 bytes', isPayout, ({ request }) => request.bodySize > 60_000),
  'after-large-body-for-good': after(
    'once it has seen a body of over 60,000 bytes',
    isPayout,
    ({ request }) => request.bodySize > 60_000,
    true,
  ),
  'after-malformed-json': after(
    'after a body that is not JSON',
    isPayout,
    ({ request }) => request.bodySize > 0 && !readObject(request.body),
  ),
  'after-bad-input': after('after invalid references', isPayout, hasBadInput),
  'after-forged': after(
    'after a token that it does not know',
    (arrival) => isPayout(arrival) && isKnown(arrival),
    (arrival) => isPayout(arrival) && token(arrival) !== '' && !isKnown(arrival),
  ),
  'after-no-credential': after(
    'after a request without a credential',
    isPayout,
    ({ request }) => !request.header('authorization'),
  ),
  'after-ten-refusals': {
    title: 'after ten requests without a credential',
    start: () => {
      let refused = 0;
      return (arrival) => {
        const holds = refused >= 10 && isPayout(arrival) && isKnown(arrival);
        if (isPayout(arrival)) refused = arrival.request.header('authorization') ? 0 : refused + 1;
        return holds;
      };
    },
  },
  'after-known-caller': after(
    'right after a known caller',
    isPayout,
    (arrival) => isPayout(arrival) && isKnown(arrival) && !hasBadInput(arrival),
  ),
  'after-options-call': after('after a call of the options', isPayout, isOptions),
  'after-hmac': after('after an HMAC exchange', isPayout, isHmac),
  'same-again': nth('for the same body a second time', 2, isPayout, body),
  'same-third-time': nth('for the same body a third time', 3, isPayout, body),
  'same-tenth-time': nth('for the same references a tenth time', 10, isPayout, ({ request }) =>
    JSON.stringify(valuesOf(request)),
  ),
  'refused-token-again': nth(
    'for the same unknown token a second time',
    2,
    (arrival) => isPayout(arrival) && token(arrival) !== '' && !isKnown(arrival),
    token,
  ),
  'every-third': every('for every third request', 3, isPayout),
  'every-sixteenth': every('for every sixteenth request', 16, isPayout),
  'every-fiftieth': every('for every fiftieth request', 50, isPayout),
  'hmac-every-fourth': every('for every fourth exchange', 4, isHmac),
  'options-second-use': nth('for the second use of a token', 2, isOptions, token),
  'options-third-use': nth('for the third use of a token', 3, isOptions, token),
  'at-once': atOnce('while it answers another request', isPayout, () => ''),
  'at-once-same': atOnce('while it answers the same request', isPayout, body),
  'options-at-once': atOnce('while it answers for the same token', isOptions, token),
  'hmac-at-once': atOnce('while it answers the same exchange', isHmac, token),
} as const satisfies Readonly<Record<string, Condition>>;

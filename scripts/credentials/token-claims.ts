import type { JsonObject } from '../lib/json';

/** The claims that say whose a token is and what it is for. None of them is secret. */
export interface TokenClaims {
  readonly audience?: string;
  readonly roles: readonly string[];
  readonly account?: string;
  readonly tenant?: string;
  readonly expMs?: number;
  readonly notBeforeMs?: number;
  /** Its audience is payouts, or it has the references of one. */
  readonly isPayoutToken: boolean;
}

const texts = (value: unknown): string[] =>
  [value].flat().filter((each) => typeof each === 'string' && each !== '') as string[];

function named(payload: JsonObject, pattern: RegExp): string | undefined {
  const name = Object.keys(payload).find((each) => pattern.test(each));
  return name === undefined ? undefined : texts(payload[name])[0];
}

/** Reads the claims that the documented sample token has (T4), under the names used there. */
export function tokenClaims(payload: JsonObject): TokenClaims {
  const audience = texts(payload.aud).join(' ');
  const account = named(payload, /^account(?:_?id)?$/i);
  const tenant = named(payload, /^tenant(?:_?id)?$/i);
  const names = Object.keys(payload);
  const holdsReferences = ['customer', 'order', 'instruction'].every((word) =>
    names.some((name) => new RegExp(`${word}.?ref`, 'i').test(name)),
  );
  return {
    ...(audience && { audience }),
    roles: [...texts(payload.role), ...texts(payload.roles)].slice(0, 10),
    ...(account && { account }),
    ...(tenant && { tenant }),
    ...(typeof payload.exp === 'number' && { expMs: payload.exp * 1000 }),
    ...(typeof payload.nbf === 'number' && { notBeforeMs: payload.nbf * 1000 }),
    isPayoutToken: /\bpayout\b/i.test(audience) || holdsReferences,
  };
}

/** Whose a token is: `tenant 3d9c…`, `account 782f…`, `role tenant-admin`. */
export const ownerParts = ({ tenant, account, roles }: Pick<TokenClaims, 'tenant' | 'account' | 'roles'>): string[] => [
  ...(tenant === undefined ? [] : [`tenant ${tenant}`]),
  ...(account === undefined ? [] : [`account ${account}`]),
  ...(roles.length === 0 ? [] : [`role ${roles.join(', ')}`]),
];

/** No token lives for a century. */
const centuryMs = 100 * 365 * 86_400_000;

/** `expires in 8 h`, `expired 2 d ago`. */
export function lifetimeText(expMs: number, now: number): string {
  if (expMs - now > centuryMs) return 'its exp is not in seconds: perhaps it is in milliseconds';
  const minutes = Math.round(Math.abs(expMs - now) / 60_000);
  const [unit, size] = minutes < 120 ? ['min', 1] : minutes < 2880 ? ['h', 60] : ['d', 1440];
  const span = `${Math.round(minutes / Number(size))} ${unit}`;
  return expMs > now ? `expires in ${span}` : `expired ${span} ago`;
}

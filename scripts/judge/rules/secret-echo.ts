import { headerValues } from '../../lib/headers';
import { looksLikeJws } from '../../lib/jws';
import { queryToken } from '../../lib/query-token';
import type { Reading } from './reading';
import type { Rule } from './types';

const shortest = 12;
const partLength = 20;
const tokenRuns = new RegExp(`[\\w.-]{${partLength},}`, 'g');

/** The bearer tokens that the request carried, in its header or its query. */
function sentTokens({ exchange: { request } }: Reading): string[] {
  const tokens = headerValues(request.headers, 'authorization').flatMap((value) => {
    const [scheme = '', ...rest] = value.split(/\s+/);
    return scheme.toLowerCase() === 'hmac' ? [] : rest.length > 0 ? rest : [scheme];
  });
  const query = queryToken(request.url);
  return (query ? [...tokens, query] : tokens).filter((token) => token.length >= shortest);
}

/** The part of a token that is worth protecting: its payload and its signature. */
const tellingPart = (token: string): string => token.slice(token.indexOf('.') + 1);

/** Whether a text holds one of the secrets, or part of a token's payload or signature. */
function holds(text: string, secrets: readonly string[]): boolean {
  if (secrets.some((secret) => text.includes(secret))) return true;
  // Most texts contain no long run of token characters.
  const runs = text.match(tokenRuns);
  if (!runs) return false;
  const parts = secrets.filter(looksLikeJws).map(tellingPart);
  return runs.some((run) => parts.some((part) => (run.length < part.length ? share(run, part) : share(part, run))));
}

/** A quick check: every long enough part contains at least one of these blocks. */
function sharesBlock(shorter: string, longer: string): boolean {
  const length = partLength / 2;
  for (let start = 0; start + length <= shorter.length; start += length) {
    if (longer.includes(shorter.slice(start, start + length))) return true;
  }
  return false;
}

/** Whether the texts have a long enough part in common. */
function share(shorter: string, longer: string): boolean {
  if (!sharesBlock(shorter, longer)) return false;
  for (let start = 0; start + partLength <= shorter.length; start += 1) {
    if (longer.includes(shorter.slice(start, start + partLength))) return true;
  }
  return false;
}

export const secretEcho = {
  id: 'secret-echo',
  title: 'An error does not echo a token or a key.',
  evidence: ['E7'],
  appliesTo: ({ status }) => status >= 400,
  check(reading, { secrets }) {
    const { headers } = reading.exchange.outcome;
    const known = [...new Set([...sentTokens(reading), ...secrets.filter((secret) => secret.length >= shortest)])];
    // Without a backslash nothing is escaped, so the body contains everything that its JSON strings contain.
    const body = reading.body.includes('\\') ? reading.text : reading.body;
    // Nearly all responses contain no secret, so search everything at once first.
    if (
      !holds(
        headers.reduce((text, [, value]) => `${text}\n${value}`, body),
        known,
      )
    )
      return [];
    return [['body', body] as const, ...headers]
      .filter(([, text]) => holds(text, known))
      .map(([where]) => ({
        evidence: 'E7' as const,
        message: 'The error echoes a secret from the request.',
        where,
        expected: 'no secret',
        actual: 'all or part of a token or key',
        unsafe: true,
      }));
  },
} as const satisfies Rule;

import { rowOfStatus } from '../../contract/evidence';
import { conformingText, mayIssueToken, tokenRow } from '../../contract/expectation';
import type { Reading } from './reading';
import { mismatchIf, type Rule } from './types';

/** `{"` in base64url: how the header of a JWS begins. */
const tokenStart = 'eyJ';

/** The parts of a text that look like a signed token. A single regular expression would take hours on a hostile text. */
function tokensIn(text: string): string[] {
  return text.split(/[^A-Za-z0-9_.-]+/).flatMap((word) => {
    const segments = word.split('.');
    return segments.flatMap((segment, index) => {
      const start = segment.indexOf(tokenStart);
      const token = [start < 0 ? '' : segment.slice(start), segments[index + 1] ?? '', segments[index + 2] ?? ''];
      return token.every((part) => part.length >= 8) ? [token.join('.')] : [];
    });
  });
}

/** `accessToken`, or anything in the body that looks like a signed token and was not sent. */
function holdsToken(reading: Reading): boolean {
  if (reading.accessToken !== undefined) return true;
  const tokens = reading.body.includes(tokenStart) ? tokensIn(reading.body) : [];
  if (tokens.length === 0) return false;
  const { headers, url } = reading.exchange.request;
  const sent = [url, ...headers.map(([, value]) => value)].join('\n');
  return tokens.some((token) => !sent.includes(token));
}

export const refusalToken = {
  id: 'refusal-token',
  title: 'No token is issued for a request that must be refused, or in a refusal.',
  evidence: ['C8', 'C14', 'E1', 'E1a', 'E1b', 'E1c', 'E1d', 'E1e', 'E1f', 'R1', 'R2', 'R3'],
  appliesTo: (reading, { case: { expect } }) => !mayIssueToken(expect) || !reading.succeeded,
  check: (reading, { case: { expect } }) =>
    mismatchIf(holdsToken(reading), {
      evidence: mayIssueToken(expect) ? rowOfStatus(reading.status) : tokenRow(expect),
      kind: reading.succeeded ? 'not-refused' : 'in-a-refusal',
      message: reading.succeeded
        ? 'The server issued a token for a request that it must refuse.'
        : 'The server refused the request but sent a token.',
      where: 'body',
      expected: mayIssueToken(expect) ? 'no token' : `${conformingText(expect)} and no token`,
      actual: `${reading.status} with a token`,
      unsafe: expect.unsafe === true || !reading.succeeded,
    }),
} as const satisfies Rule;

import type { Finding } from './types';

/** What is wrong with a response, by the rule that it breaks: to be read after "the target". */
const wrongResponses: Readonly<Record<string, string>> = {
  allow: 'does not say which methods are allowed',
  'call-offered': 'does not offer the call',
  challenge: 'does not send WWW-Authenticate',
  correlation: "does not return the caller's correlation id in errors",
  'error-body': 'sends errors in another form',
  'error-code': 'sends another error code',
  'error-time': 'sends another time in errors',
  'extra-properties': 'sends properties that are not documented',
  'json-text': 'sends JSON that cannot be read without doubt',
  'media-type': 'sends another Content-Type',
  'no-store': 'lets caches store its responses',
  'refusal-token': 'sends a token with a refusal',
  'secret-echo': 'shows the credential in its response',
  'stack-trace': 'shows a stack trace',
  'success-body': 'sends another body with the token',
  'token-expiry': 'sends an expires that is not that of the token',
  'token-form': 'issues a token that cannot be read',
  'token-references': 'does not put the references into the token as they were sent',
  'token-times': 'issues a token whose times are wrong',
};

/** More about some findings, by rule and kind. */
const byKind: Readonly<Record<string, string>> = {
  'correlation inner-not-the-servers': 'sends another correlation id in the metadata of errors',
  'correlation outer-is-the-callers': "returns the caller's correlation id as its own",
  'refusal-token not-refused': 'accepts a request that must be refused',
  'success-body coding': 'compresses the body although the caller does not accept that',
  'success-body pattern': 'sends a body with a value of another form',
  'success-body type': 'sends a body with a value of another type',
  'success-body required': 'leaves a property out of the body',
  'token-times expired': 'issues a token that has expired',
  'status redirect': 'redirects',
};

/** What is wrong with the response that a finding is about: to be read after "the target". */
export function wrongResponseText({ rule, kind = '', where = '' }: Pick<Finding, 'rule' | 'kind' | 'where'>): string {
  const [general = '', detail] = kind.split('.');
  const words = byKind[`${rule} ${general}`] ?? wrongResponses[rule] ?? 'responds in another way than it must';
  const place =
    rule.endsWith('-body') && where.startsWith('/')
      ? where
          .slice(1)
          .replaceAll(/\/\d+(?=\/|$)/g, '')
          .replaceAll('/', '.')
      : '';
  const named = [place, general === 'required' ? detail : undefined].filter(Boolean).join('.');
  return named === '' ? words : `${words} (${named})`;
}

/** Longer than this, what was expected says less than it takes to read. */
const mostExpected = 12;

/** A status, and the one in its place. */
export const returnsInstead = (status: string, expected = ''): string =>
  expected === '' || expected.length > mostExpected ? `returns ${status}` : `returns ${status} instead of ${expected}`;

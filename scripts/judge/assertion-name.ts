import type { CaseVerdict, Level } from './finding';
import { levelOrder } from './level';

/** What an assertion of the Postman collection says about a case, or about another step under its name. */
export type Assertion =
  | { readonly kind: 'verdict'; readonly about: string; readonly verdict: CaseVerdict; readonly reason?: string }
  | {
      readonly kind: 'finding';
      readonly about: string;
      readonly level: Level;
      readonly rule: string;
      readonly message: string;
    };

const separator = ': ';
const verdicts: Readonly<Record<CaseVerdict, true>> = {
  passed: true,
  failed: true,
  errored: true,
  inconclusive: true,
  skipped: true,
};

const isLevel = (word: string): word is Level => levelOrder.some((level) => level === word);
const isVerdict = (word: string): word is CaseVerdict => Object.hasOwn(verdicts, word);

/** The name of an assertion: `about: verdict[: reason]` or `about: level: rule: message`. */
export const assertionName = (assertion: Assertion): string =>
  (assertion.kind === 'verdict'
    ? [assertion.about, assertion.verdict, ...(assertion.reason === undefined ? [] : [assertion.reason])]
    : [assertion.about, assertion.level, assertion.rule, assertion.message]
  ).join(separator);

/** Reads the name of an assertion. Returns `undefined` for any other name. */
export function parseAssertionName(name: string): Assertion | undefined {
  const [about = '', word = '', ...rest] = name.split(separator);
  if (isVerdict(word))
    return { kind: 'verdict', about, verdict: word, ...(rest.length > 0 && { reason: rest.join(separator) }) };
  const [rule, ...message] = rest;
  if (!isLevel(word) || rule === undefined) return undefined;
  return { kind: 'finding', about, level: word, rule, message: message.join(separator) };
}

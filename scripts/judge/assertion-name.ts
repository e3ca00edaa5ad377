import type { CaseVerdict, Level } from './finding';
import { levelOrder } from './level';

/** What an assertion of the Postman collection says about a case, or about another step under its name. */
export type Assertion =
  | {
      readonly kind: 'verdict';
      readonly about: string;
      readonly verdict: CaseVerdict;
      readonly reason?: string;
      /** What was found in a case that passed: `with deviations`. */
      readonly noted?: string;
    }
  | {
      readonly kind: 'finding';
      readonly about: string;
      readonly level: Level;
      readonly rule: string;
      readonly message: string;
    };

const separator = ': ';
const passedNoted = /^passed (with .+)$/;
const verdicts: Readonly<Record<CaseVerdict, true>> = {
  passed: true,
  failed: true,
  errored: true,
  inconclusive: true,
  skipped: true,
};

const isLevel = (word: string): word is Level => levelOrder.some((level) => level === word);
const isVerdict = (word: string): word is CaseVerdict => Object.hasOwn(verdicts, word);

/** What was found in a case that passed, of what fails under `strict`; `undefined` if nothing was. */
export function notedText(levels: readonly Level[]): string | undefined {
  const found = (['deviation', 'warning'] as const).filter((level) => levels.includes(level));
  return found.length === 0 ? undefined : `with ${found.map((level) => `${level}s`).join(' and ')}`;
}

/** The name of an assertion: `about: verdict[ noted][: reason]` or `about: level: rule: message`. */
export const assertionName = (assertion: Assertion): string =>
  (assertion.kind === 'verdict'
    ? [assertion.about, verdictText(assertion), ...(assertion.reason === undefined ? [] : [assertion.reason])]
    : [assertion.about, assertion.level, assertion.rule, assertion.message]
  ).join(separator);

const verdictText = ({ verdict, noted }: { readonly verdict: CaseVerdict; readonly noted?: string }): string =>
  noted === undefined ? verdict : `${verdict} ${noted}`;

/** Reads the name of an assertion. Returns `undefined` for any other name. */
export function parseAssertionName(name: string): Assertion | undefined {
  const [about = '', word = '', ...rest] = name.split(separator);
  if (isVerdict(word))
    return { kind: 'verdict', about, verdict: word, ...(rest.length > 0 && { reason: rest.join(separator) }) };
  const noted = passedNoted.exec(word)?.[1];
  if (noted !== undefined) return { kind: 'verdict', about, verdict: 'passed', noted };
  const [rule, ...message] = rest;
  if (!isLevel(word) || rule === undefined) return undefined;
  return { kind: 'finding', about, level: word, rule, message: message.join(separator) };
}

import { isSuccess } from '../contract/issued-token';
import type { ContractCase } from '../contract/types';
import { groupBy } from '../lib/group-by';
import { once } from '../lib/once';
import { plural } from '../lib/plural';
import { isExplored } from './explored-places';
import type { CaseResult, Finding, LikelyCause } from './types';
import { returnsInstead, wrongResponseText } from './wrong-response';

/** Fewer cases have nothing in common. */
const fewestCases = 2;
/** The least share of the failing cases that a cause must explain, and of the cases with its condition that must show it. */
const least = { explained: 0.8, showing: 0.8 } as const;

const contractCases = once((): ReadonlyMap<string, ContractCase> => {
  const { cases } = require('../contract') as typeof import('../contract');
  return new Map(cases.map((each) => [each.id, each]));
});

interface Subject {
  readonly result: CaseResult;
  readonly of: ContractCase;
  /** The status of the last response; 0 if there is none. */
  readonly status: number;
}

/** Something that cases may have in common. */
interface CommonCondition {
  readonly title: string;
  readonly holds: (subject: Subject) => boolean;
  /** Whether it is about the response, not the request. */
  readonly ofResponse?: true;
}

const calls: Readonly<Record<string, string>> = {
  'management-token': 'in the HMAC exchange',
  'payout-options': 'at the options call',
};

/** What is wrong with the requests that must be refused for a row. */
const faults: Readonly<Record<string, string>> = {
  R1: 'where a reference is missing',
  R2: 'where a reference is too long',
  R3: 'where a reference holds what is not allowed',
  R4: 'where the body or a reference is of another type',
  E1b: 'with a bad credential',
  C14: 'with another method',
  C15: 'with another media type',
  H2: 'with a wrong HMAC signature',
  H3: 'with a used nonce',
  H4: 'with an old or unreadable time',
};

const tags: Readonly<Record<string, string>> = { correlation: 'with a correlation id', body: 'for a bad body' };

const referenceOf = ({ id }: CaseResult): string | undefined =>
  ['customer', 'order', 'instruction'].find((name) => id.includes(`.${name}-ref.`));

/** The conditions that could be common to these cases, from the narrowest to the widest. */
function conditionsOf(failing: readonly Subject[]): CommonCondition[] {
  const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
  const refused = (subject: Subject): boolean => subject.of.expect.outcome === 'refused';
  const byRow = distinct(failing.filter(refused).map(({ of }) => of.expect.evidence)).flatMap(
    (row): CommonCondition[] => {
      const title = faults[row];
      const holds = (subject: Subject): boolean => refused(subject) && subject.of.expect.evidence === row;
      return title === undefined ? [] : [{ title, holds }];
    },
  );
  const names = distinct(failing.flatMap(({ result }) => referenceOf(result) ?? []));
  const isOf = (name: string, { result }: Subject): boolean => referenceOf(result) === name;
  const byReference = names.map(
    (name): CommonCondition => ({ title: `in ${name}Ref`, holds: (subject) => isOf(name, subject) }),
  );
  const both = byRow.flatMap((row) =>
    names.map(
      (name): CommonCondition => ({
        title: `${row.title} (${name}Ref)`,
        holds: (subject) => row.holds(subject) && isOf(name, subject),
      }),
    ),
  );
  const byStatus = distinct(failing.map(({ status }) => status)).map(
    (status): CommonCondition => ({
      title: `with every ${status}`,
      holds: (subject) => subject.status === status,
      ofResponse: true,
    }),
  );
  const byTag = Object.entries(tags).map(
    ([tag, title]): CommonCondition => ({
      title,
      holds: ({ of }) => (of.tags as readonly string[]).includes(tag),
    }),
  );
  const byCall = Object.entries(calls).map(
    ([call, title]): CommonCondition => ({ title, holds: ({ of }) => of.call === call }),
  );
  return [
    ...both,
    ...byRow,
    ...byReference,
    ...byTag,
    ...byStatus,
    ...byCall,
    { title: 'with every success', ofResponse: true, holds: ({ status }) => isSuccess(status) },
    { title: 'with every error', ofResponse: true, holds: ({ status }) => status >= 400 },
    { title: 'for every request that must be refused', holds: refused },
    { title: 'for every valid request', holds: ({ of }) => of.expect.outcome === 'accepted' },
  ];
}

/** What is wrong, whatever the case. */
function effectOf(finding: Finding, { of: { expect }, status }: Subject): string {
  const { rule, kind, expected } = finding;
  if (rule === 'server-error') return status === 0 ? 'does not answer' : `returns ${status}`;
  const accepts = expect.outcome === 'refused' && isSuccess(status);
  if (accepts && (rule === 'status' || kind === 'not-refused')) return 'accepts requests that must be refused';
  if (rule !== 'status') return wrongResponseText(finding);
  if (kind === 'redirect') return 'redirects';
  return expect.outcome === 'accepted' ? `returns ${status} to a valid request` : returnsInstead(`${status}`, expected);
}

const isAboutStatus = (rule: string): boolean => ['status', 'server-error', 'refusal-token'].includes(rule);

/** The cases by the first of them, if they have nothing else in common. */
function asCases(subjects: readonly Subject[]): string {
  const more = subjects.length - 1;
  return `in the case "${subjects[0]!.of.title}"${more === 0 ? '' : ` and ${plural(more, 'other')}`}`;
}

const isJudged = ({ verdict }: CaseResult): boolean => verdict === 'passed' || verdict === 'failed';

/**
 * What the failing cases of the contract have in common: what goes wrong in most of them, and where it does.
 *
 * @param failing the findings of the worst level, of each case that has some
 */
export function commonToCases(
  cases: readonly CaseResult[],
  failing: ReadonlyMap<CaseResult, readonly Finding[]>,
): LikelyCause[] {
  const findingsOf = ({ result }: Subject): readonly Finding[] => failing.get(result) ?? [];
  const subjects = cases.flatMap((result): Subject[] => {
    const of = isExplored(result.id) ? undefined : contractCases().get(result.id);
    const status = result.exchanges.at(-1)?.response?.status ?? 0;
    return of && isJudged(result) ? [{ result, of, status }] : [];
  });
  const own = subjects.filter(({ result }) => failing.has(result));
  if (own.length < fewestCases) return [];
  const effects = own.flatMap((subject) => {
    const texts = new Set(findingsOf(subject).map((finding) => effectOf(finding, subject)));
    return [...texts].map((text) => ({ text, subject }));
  });
  const [most] = [...groupBy(effects, ({ text }) => text)].sort(([, one], [, other]) => other.length - one.length);
  if (!most) return [];
  const [effect, found] = most;
  const showing = new Set(found.map(({ subject }) => subject));
  if (showing.size < fewestCases || showing.size < least.explained * own.length) return [];
  const shown = [...showing];
  // If the status is what is wrong, it cannot also be the condition.
  const byStatus = shown.some((subject) => findingsOf(subject).some(({ rule }) => isAboutStatus(rule)));
  const best = conditionsOf(shown)
    .filter(({ ofResponse }) => !(ofResponse && byStatus))
    .map((condition) => {
      const all = subjects.filter(condition.holds);
      const matched = all.filter((each) => showing.has(each)).length;
      return { title: `${effect} ${condition.title}`, matched, of: all.length };
    })
    .filter(({ matched, of }) => matched >= least.explained * shown.length && matched >= least.showing * of)
    .sort((one, other) => other.matched / other.of - one.matched / one.of || other.matched - one.matched)[0];
  const cause = best ?? { title: `${effect} ${asCases(shown)}`, matched: shown.length, of: own.length };
  return [{ faults: [], ...cause, fit: Math.round((1000 * cause.matched) / cause.of) / 1000 }];
}

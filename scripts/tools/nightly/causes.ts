import { isFailing } from '../../judge/case-verdict';
import { plural } from '../../lib/plural';
import type { CaseResult, Finding, RunReport } from '../../report/types';
import { unavailableStatuses } from '../../report/view/cause';
import { findingRows } from '../../report/view/finding-text';
import { driftNote, entryText, quarantineNotes } from '../../report/view/notes';
import { reasonText } from '../../report/view/reasons';
import type { Cause, Night } from './types';

/** Every kind of cause that a run can show; a finding's is followed by its rule and theme. */
export const causeKinds = [
  'finding',
  'drift',
  'expired-quarantine',
  'flaky',
  'outage',
  'credentials-refused',
  'internal-error',
  'no-verdict',
] as const;

/** The part of a cause's key that a theme or rule is. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The items by key, in the order of their first one. */
function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** What a run says, or nothing where it was interrupted: then it is no night. */
export function nightOf(report: RunReport, run: string): Night | undefined {
  if (report.stopped === 'interrupted' || report.stopped === 'terminated') return undefined;
  const causes = causesOf(report);
  return { run, at: report.startedAt, causes, answered: answeredBy(report) };
}

function causesOf(report: RunReport): Cause[] {
  const causes = [
    ...findingCauses(report),
    ...driftCauses(report),
    ...quarantineCauses(report),
    ...credentialCauses(report),
    ...outageCauses(report),
    ...internalErrorCauses(report),
  ];
  if (report.verdict === 'broken' && causes.length === 0) causes.push(...flakyCauses(report));
  if (report.verdict === 'no-verdict' && causes.length === 0) causes.push(noVerdict(report));
  return causes;
}

/** The last word of a run that was complete; a theme only where all that was sent of it has a verdict. */
function answeredBy({ verdict, complete, cases, drift, quarantine }: RunReport): string[] {
  if (!complete || verdict === 'credentials-refused') return [];
  if (verdict === 'held') return [...causeKinds];
  const themes = groupsOf(cases, ({ theme }) => slug(theme));
  const checked = [...themes].filter(
    ([, members]) =>
      members.some(({ verdict: each }) => each === 'passed' || each === 'failed') &&
      !members.some(({ verdict: each }) => each === 'errored' || each === 'inconclusive'),
  );
  return [
    ...checked.map(([theme]) => `theme:${theme}`),
    ...(drift ? ['drift'] : []),
    ...(quarantine ? ['expired-quarantine'] : []),
    ...(verdict === 'broken' ? ['outage', 'credentials-refused', 'internal-error', 'no-verdict'] : []),
  ];
}

function findingCauses({ cases, strict }: RunReport): Cause[] {
  const found = cases.flatMap((result) => failingOf(result, strict).map((finding) => ({ result, finding })));
  const groups = groupsOf(found, ({ result, finding }) => `${slug(finding.rule)}:${slug(result.theme)}`);
  return [...groups].map(([key, members]) => {
    const [{ result, finding }] = members as [(typeof members)[number]];
    const count = new Set(members.map((member) => member.result.id)).size;
    return {
      key: `finding:${key}`,
      title: `Contract broken: ${finding.rule} (${result.theme})`,
      says: `${plural(count, 'case')} of one theme broke one rule. The rule is explained in docs/rules/.`,
      lines: [
        ...rowsOf(finding, true),
        ...members.map((member) => `${member.result.id}: ${findingText(member.finding)}`),
      ],
    };
  });
}

function failingOf({ verdict, findings }: CaseResult, strict: boolean): Finding[] {
  if (verdict !== 'failed' && verdict !== 'errored') return [];
  return findings.filter(({ level, quarantined }) => !quarantined && isFailing(level, strict && verdict === 'failed'));
}

/** The rows of a finding: those of its evidence, or the others. */
function rowsOf(finding: Finding, evidence: boolean): string[] {
  const isEvidence = (label: string): boolean => label === 'evidence' || label === 'source';
  return findingRows(finding).flatMap(([label, text]) => (isEvidence(label) === evidence ? [`${label} ${text}`] : []));
}

function findingText(finding: Finding): string {
  return [`${finding.level}: ${finding.message}`, ...rowsOf(finding, false)].join(' | ');
}

function driftCauses(report: RunReport): Cause[] {
  const lines = driftNote(report).flatMap(({ entries }) => entries.map(entryText));
  return some('drift', 'Drift: the target changed where the contract is open', lines, [
    'The target does not do what the accepted record says. If the change is intended, run "accept" and commit the record.',
  ]);
}

function quarantineCauses(report: RunReport): Cause[] {
  const expired = quarantineNotes(report).filter(({ id }) => id === 'quarantine');
  const lines = expired.flatMap(({ entries }) => entries.map(entryText));
  return some('expired-quarantine', 'Quarantine expired', lines, [
    'An entry of the quarantine file is past its date: remove it, or have its owner give it a new date.',
  ]);
}

function credentialCauses({ verdict, cases }: RunReport): Cause[] {
  if (verdict !== 'credentials-refused') return [];
  const reasons = cases.flatMap(({ id, reason }) => (reason === undefined ? [] : [`${id}: ${reason}`]));
  return some('credentials-refused', 'Credentials refused', reasons.length > 0 ? reasons : ['no reason was recorded'], [
    'The target refused the credentials of the nightly job; this says nothing about its contract. "payout-contract check-credentials" names the cause.',
  ]);
}

function outageCauses({ stopped, because, cases }: RunReport): Cause[] {
  if (stopped !== undefined && stopped !== 'outage') return [];
  const down = cases.filter(isUnanswered).map((result) => `${result.id}: ${reasonText(result)}`);
  return some(
    'outage',
    'No verdict: the target did not answer',
    stopped === 'outage' ? [because ?? 'the target went down', ...down] : down,
    [
      'The target could not be reached, did not answer in time or was overloaded; this says nothing about its contract.',
    ],
  );
}

function isUnanswered({ verdict, exchanges }: CaseResult): boolean {
  if (verdict !== 'errored') return false;
  const last = exchanges.at(-1);
  return last === undefined || last.failure !== undefined || unavailableStatuses.has(last.response?.status ?? 0);
}

function internalErrorCauses({ error, stopped }: RunReport): Cause[] {
  if (error === undefined && stopped !== 'internal-error') return [];
  return some(
    'internal-error',
    'No verdict: an internal error of the harness',
    [error ?? 'no message was recorded'],
    ['The harness itself failed; this says nothing about the target.'],
  );
}

function flakyCauses({ cases }: RunReport): Cause[] {
  const lines = cases.filter(({ flaky }) => flaky).map(({ id }) => id);
  return some('flaky', 'Flaky: cases passed on a later attempt only', lines, [
    'The target failed to answer these cases at first. The run was asked to fail for that.',
  ]);
}

function noVerdict({ stopped, cases }: RunReport): Cause {
  const open = cases.filter(({ reason }) => reason !== undefined).map(({ id, reason }) => `${id}: ${reason}`);
  return {
    key: 'no-verdict',
    title: 'No verdict: not everything could be checked',
    says:
      stopped === 'deadline' ? 'The run reached its time limit.' : 'Cases were left without a verdict of their own.',
    lines: open,
  };
}

function some(key: string, title: string, lines: readonly string[], says: readonly [string]): Cause[] {
  return lines.length > 0 ? [{ key, title, says: says[0], lines }] : [];
}

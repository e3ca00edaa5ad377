import { evidence } from '../../contract/evidence';
import { isTransient } from '../../contract/transient-statuses';
import { isFailing } from '../../judge/case-verdict';
import { groupBy } from '../../lib/group-by';
import { plural } from '../../lib/plural';
import { slug } from '../../lib/slug';
import type { CaseResult, Finding, RunReport } from '../../report/types';
import type { Night, Problem } from './types';

interface ProblemInfo {
  readonly title: string;
  readonly meaning: string;
  /** What a report shows of it; nothing if the report does not have this problem. */
  readonly lines: (report: RunReport) => readonly string[];
}

/** The kinds of problems that a run can have only once. */
const singleProblems = {
  drift: {
    title: 'Drift: the target changed where the contract allows several behaviours',
    meaning:
      'The target differs from the accepted record. If the change is intended, run "accept" again and commit the record.',
    lines: ({ drift = [] }) =>
      drift.map(
        ({ aspect, accepted, observed }) =>
          `${aspect}: was ${accepted.join(', ') || 'nothing'}, is ${observed.join(', ')}`,
      ),
  },
  'expired-quarantine': {
    title: 'Quarantine expired',
    meaning: 'An entry of the quarantine file has expired. Remove it, or ask its owner for a new date.',
    lines: ({ quarantine }) =>
      (quarantine?.expired ?? []).map(
        (entry) => `${entry.case}, ${entry.rule}: expired ${entry.expires}, owner ${entry.owner}, ${entry.reason}`,
      ),
  },
  'credentials-refused': {
    title: 'Credentials refused',
    meaning:
      'The target refused the credentials of the nightly job, so its contract could not be checked. Run "payout-contract check-credentials" to find the cause.',
    lines: ({ verdict, cases }) =>
      verdict === 'credentials-refused' ? orElse(reasonsOf(cases), 'no reason was recorded') : [],
  },
  outage: {
    title: 'No verdict: the target did not respond',
    meaning:
      'The target could not be reached, timed out or was overloaded, so its contract could not be checked completely.',
    lines: ({ stopped, because, cases }) => {
      if (stopped !== undefined && stopped !== 'outage') return [];
      const down = cases.filter(isUnanswered).map(({ id, reason }) => `${id}: ${reason ?? 'no response'}`);
      return stopped === 'outage' ? [because ?? 'the target went down', ...down] : down;
    },
  },
  'internal-error': {
    title: 'No verdict: internal error of the harness',
    meaning: 'The harness itself failed. This says nothing about the target.',
    lines: ({ error, stopped }) =>
      error !== undefined || stopped === 'internal-error' ? [error ?? 'no message was recorded'] : [],
  },
} as const satisfies Readonly<Record<string, ProblemInfo>>;

/** The kinds that explain a run that is not green and has no other problem. */
const otherwise = {
  flaky: {
    title: 'Flaky: cases passed only when they were sent again',
    meaning:
      'The target did not respond to these cases at the first attempt, and the run is configured to fail for that.',
    lines: ({ verdict, cases }) => (verdict === 'broken' ? cases.filter(({ flaky }) => flaky).map(({ id }) => id) : []),
  },
  'no-verdict': {
    title: 'No verdict: not everything could be checked',
    meaning: 'Cases are left without a verdict.',
    lines: ({ verdict, stopped, cases }) => {
      if (verdict !== 'no-verdict') return [];
      const reasons = orElse(reasonsOf(cases), 'no reason was recorded');
      return stopped === 'deadline' ? ['the run reached its time limit', ...reasons] : reasons;
    },
  },
} as const satisfies Readonly<Record<string, ProblemInfo>>;

/** Every kind of problem that a run can have. The key of a finding also has its rule and theme. */
export const problemKinds: readonly string[] = ['finding', ...Object.keys(singleProblems), ...Object.keys(otherwise)];

const orElse = (lines: readonly string[], text: string): readonly string[] => (lines.length > 0 ? lines : [text]);

const reasonsOf = (cases: readonly CaseResult[]): string[] =>
  cases.flatMap(({ id, reason }) => (reason === undefined ? [] : [`${id}: ${reason}`]));

/** The result of a night's run; `undefined` if the run was interrupted. */
export function nightOf(report: RunReport, run: string): Night | undefined {
  if (report.stopped === 'interrupted' || report.stopped === 'terminated') return undefined;
  return { run, at: report.startedAt, problems: problemsOf(report), checked: checkedBy(report) };
}

function problemsOf(report: RunReport): Problem[] {
  const found = (table: Readonly<Record<string, ProblemInfo>>): Problem[] =>
    Object.entries(table).flatMap(([key, { title, meaning, lines: linesOf }]) => {
      const lines = linesOf(report);
      return lines.length > 0 ? [{ key, title, meaning, lines }] : [];
    });
  const problems = [...findingProblems(report), ...found(singleProblems)];
  return problems.length > 0 ? problems : found(otherwise);
}

/** Whether a night checked the subject of a problem conclusively and did not find it. */
export function isGone(key: string, { problems, checked }: Night): boolean {
  const [kind = '', , theme] = key.split(':');
  return (
    !problems.some((problem) => problem.key === key) && [kind, `theme:${theme}`].some((each) => checked.includes(each))
  );
}

/** What a run checked conclusively: it was complete, and every case of a theme that was sent has a verdict. */
function checkedBy({ verdict, complete, cases, drift, quarantine }: RunReport): string[] {
  if (!complete || verdict === 'credentials-refused') return [];
  if (verdict === 'held') return [...problemKinds];
  const themes = groupBy(cases, ({ theme }) => slug(theme));
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

function findingProblems({ cases, strict }: RunReport): Problem[] {
  const found = cases.flatMap((result) => failingOf(result, strict).map((finding) => ({ result, finding })));
  const groups = groupBy(found, ({ result, finding }) => `${slug(finding.rule)}:${slug(result.theme)}`);
  return [...groups].map(([key, members]) => {
    const [{ result, finding }] = members as [(typeof members)[number]];
    const count = new Set(members.map((member) => member.result.id)).size;
    return {
      key: `finding:${key}`,
      title: `Contract broken: ${finding.rule} (${result.theme})`,
      meaning: `${plural(count, 'case')} of this theme broke the rule. See docs/rules/ for the rule.`,
      lines: [
        `evidence ${finding.evidence}: ${evidence[finding.evidence]?.fact ?? 'of another version'}`,
        ...members.map((member) => `${member.result.id}: ${findingText(member.finding)}`),
      ],
    };
  });
}

function failingOf({ verdict, findings }: CaseResult, strict: boolean): Finding[] {
  if (verdict !== 'failed' && verdict !== 'errored') return [];
  return findings.filter(({ level, quarantined }) => !quarantined && isFailing(level, strict && verdict === 'failed'));
}

function findingText({ level, message, where, expected, actual }: Finding): string {
  const parts = { where, expected, actual };
  const known = Object.entries(parts).flatMap(([name, text]) => (text === undefined ? [] : [`${name} ${text}`]));
  return [`${level}: ${message}`, ...known].join(' | ');
}

function isUnanswered({ verdict, exchanges }: CaseResult): boolean {
  if (verdict !== 'errored') return false;
  const { failure, response } = exchanges.at(-1) ?? {};
  return (
    response === undefined || failure !== undefined || isTransient(response.status, Object.entries(response.headers))
  );
}

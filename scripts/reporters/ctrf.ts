import { jsonText } from '../lib/json-text';
import { visible } from '../lib/terminal-text';
import { cut } from '../lib/text-layout';
import type { CaseResult, RunReport } from '../report/types';
import { failing, findingText } from '../report/view/finding-text';
import { verdictReason } from '../report/view/reasons';

const longestText = 4000;

/** The statuses of CTRF. A case without a verdict is `other`: neither passed nor failed. */
const statuses = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  errored: 'other',
  inconclusive: 'other',
} as const satisfies Record<CaseResult['verdict'], string>;

const shown = (text: string): string => visible(cut(text, longestText), '\n');

function test(result: CaseResult, { strict }: RunReport) {
  const { id, title, theme, tags, verdict, durationMs, flaky, findings, exchanges } = result;
  const failures = verdict === 'failed' ? failing(findings, strict) : [];
  const [first] = failures;
  const said = verdict === 'passed' ? undefined : (first?.message ?? verdictReason(result));
  return {
    name: shown(`${id}: ${title}`),
    status: statuses[verdict],
    duration: durationMs,
    ...(said !== undefined && { message: shown(said) }),
    ...(failures.length > 0 && { trace: shown(failures.map(findingText).join('\n\n')) }),
    rawStatus: verdict,
    suite: [shown(theme)],
    tags: tags.map(shown),
    ...(exchanges.length > 1 && { retries: exchanges.length - 1 }),
    ...(flaky && { flaky: true }),
    extra: { rules: [...new Set(findings.map(({ rule }) => shown(rule)))] },
  };
}

/** The verdict of the run as a test: a run may be broken although no case failed. */
function wholeRun({ verdict, exitCode, error, stopped, durationMs }: RunReport) {
  const status = verdict === 'held' && exitCode === 0 ? 'passed' : verdict === 'broken' ? 'failed' : 'other';
  const because = error ?? (stopped === undefined ? undefined : `the run was stopped: ${stopped}`);
  return {
    ...{ name: 'run: the verdict of the whole run', status, duration: durationMs, rawStatus: verdict, suite: ['Run'] },
    ...(because !== undefined && { message: shown(because) }),
  };
}

/** The report in the Common Test Report Format (https://ctrf.io), which dashboards and actions of several CI servers read. */
export function ctrfJson(report: RunReport): string {
  const { tool, target, seed, engine, startedAt, durationMs } = report;
  const tests = [...report.cases.map((each) => test(each, report)), wholeRun(report)];
  const count = (status: string): number => tests.filter((each) => each.status === status).length;
  const start = Date.parse(startedAt);
  const document = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: {
      tool: { name: shown(tool.name), version: shown(tool.version) },
      summary: {
        ...{ tests: tests.length, passed: count('passed'), failed: count('failed'), pending: 0 },
        ...{ skipped: count('skipped'), other: count('other'), start, stop: start + durationMs },
      },
      tests,
      environment: {
        testEnvironment: shown(target.name),
        extra: { baseUrl: shown(target.baseUrl), engine: shown(engine), seed, exitCode: report.exitCode },
      },
    },
  };
  return `${jsonText(document, 2)}\n`;
}

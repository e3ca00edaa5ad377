import { join } from 'node:path';
import { levelOrder } from '../judge/level';
import { writeFileAtomic } from '../lib/atomic-write';
import { plural } from '../lib/plural';
import { visible } from '../lib/terminal-text';
import { cut } from '../lib/text-layout';
import { xmlText } from '../lib/xml';
import type { CaseResult, CaseVerdict, RecordedExchange, RunReport, RunVerdict } from '../report/types';
import { brokenGroups, type FindingGroup } from '../report/view/finding-groups';
import { evidenceText, failing, findingText, worstFirst } from '../report/view/finding-text';
import { loadRows, loadTitle, percentiles, slowestCases, timeText } from '../report/view/load-text';
import { repeatCommand } from '../report/view/repeat-command';
import { verdictWords } from './console/verdict-lines';
import { code, fenced, prose, row, wholePieces } from './markdown-text';
import { runProblems } from './run-problems';
import type { Reporter, ReporterContext } from './types';

/** GitHub drops a job summary above 1024 KiB, all of it. */
export const summaryBytes = 1_000_000;

const casesNamed = 5;
const signs: Readonly<Record<RunVerdict, string>> = {
  held: '✅',
  broken: '❌',
  'no-verdict': '⚠️',
  'credentials-refused': '🔑',
};

/** Writes `summary.md`. */
export function create({ outDir }: ReporterContext): Reporter {
  return {
    onReport: (report) => writeFileAtomic(join(outDir, 'summary.md'), summaryMarkdown(report, summaryBytes)),
  };
}

/**
 * The run as Markdown for a pull request or a job summary: the verdict and what to do, the cases that are to blame,
 * the counts, and what it takes to see it again.
 *
 * @param bytes how long it may be in UTF-8; what does not fit is left out whole, and the end says so
 */
export function summaryMarkdown(report: RunReport, bytes: number): string {
  const pieces = [verdict(report), ...blamed(report), counts(report), load(report), repeat(report), ...details(report)];
  return wholePieces(
    pieces.filter((piece) => piece !== ''),
    bytes,
    (left) =>
      `\n> **Cut here:** ${plural(left, 'more part')} did not fit. The other reports of the run hold everything.\n`,
  );
}

function verdict(report: RunReport): string {
  const { headline, says, next } = verdictWords(report);
  return [
    `## ${signs[report.verdict]} ${prose(headline)}\n`,
    ...says.map((text) => `${prose(text)}\n`),
    ...(next === undefined ? [] : [`**Next:** ${prose(next)}\n`]),
  ].join('\n');
}

/** A table, a piece a row: problems of the run, what is broken, and what was left without a verdict, by its reason. */
function blamed(report: RunReport): string[] {
  const rows = [
    ...runProblems(report).map(({ id, kind, message, details }) => [
      code(id),
      kind === 'failure' ? 'failed' : 'errored',
      [message, ...details].map(prose).join('<br>'),
      '',
    ]),
    ...brokenGroups(report).map(groupRow),
    ...openRows(unexplained(report)),
    ...['errored', 'inconclusive'].flatMap((open) => openRows(report.cases.filter((each) => each.verdict === open))),
  ];
  if (rows.length === 0) return [];
  const head = `\n${row(['Case', 'Verdict', 'What', 'Evidence'])}${row(['---', '---', '---', '---'])}`;
  return [head, ...rows.map(row)];
}

function groupRow({ finding, varies, cases }: FindingGroup): string[] {
  const { rule, level, message, where, expected, actual, evidence } = finding;
  const [first] = cases;
  const whose = varies ? ` in ${code(first!.id)}, others differ` : '';
  const what = [
    `${code(rule)} ${prose(message)}`,
    ...(where === undefined ? [] : [`where ${code(where)}`]),
    ...(expected === undefined ? [] : [`expected ${code(expected)}`]),
    ...(actual === undefined ? [] : [`actual ${code(actual)}${whose}`]),
  ];
  const one = `${code(first!.id)}<br>${prose(first!.title)}`;
  return [
    cases.length === 1 ? one : `${cases.length} cases: ${named(cases)}`,
    `${first!.verdict} (${level})`,
    what.join('<br>'),
    prose(evidenceText(evidence)),
  ];
}

/** Failed cases in which nothing was found that fails them, as an older program may have written. */
function unexplained({ cases, strict }: RunReport): CaseResult[] {
  return cases.filter(({ verdict, findings }) => verdict === 'failed' && failing(findings, strict).length === 0);
}

function named(cases: readonly CaseResult[]): string {
  const more = cases.length > casesNamed ? ` and ${cases.length - casesNamed} more` : '';
  const ids = cases.slice(0, casesNamed).map(({ id }) => code(id));
  return `${ids.join(', ')}${more}`;
}

function openRows(cases: readonly CaseResult[]): string[][] {
  const reasons = new Set(cases.map(({ reason }) => reason));
  return [...reasons].map((reason) => {
    const sharing = cases.filter((each) => each.reason === reason);
    return [named(sharing), sharing[0]!.verdict, prose(reason ?? 'no reason was recorded'), ''];
  });
}

function counts({ summary, target, engine, seed, durationMs }: RunReport): string {
  const columns: readonly CaseVerdict[] = ['passed', 'failed', 'errored', 'inconclusive', 'skipped'];
  const findings = levelOrder.map((level) => plural(summary[`${level}s`], level)).join(', ');
  return [
    '',
    `**${plural(summary.cases, 'case')}:** ${columns.map((name) => `${summary[name]} ${name}`).join(', ')}; ${summary.flaky} flaky`,
    '',
    `**Findings:** ${findings}; ${summary.quarantined} quarantined`,
    '',
    `**Target:** ${code(target.baseUrl)}, engine ${code(engine)}, seed ${seed}, ${(durationMs / 1000).toFixed(1)} s`,
    '',
  ].join('\n');
}

/** How the target stood a sustained run, in one piece. */
function load(report: RunReport): string {
  if (report.load === undefined) return '';
  const rows = slowestCases(report).map(({ id, load: { sent, failed, responseTimes } }) =>
    row([code(id), ...percentiles.map((name) => timeText(responseTimes[name])), `${sent}`, `${failed}`]),
  );
  const head = ['Slowest cases', ...percentiles, 'sent', 'failed'];
  return [
    `\n**${loadTitle(report.load)}**\n\n`,
    ...loadRows(report.load).map(([label, text]) => `- ${label}: ${text}\n`),
    ...(rows.length > 0 ? [`\n${row(head)}${row(head.map(() => '---'))}`, ...rows] : []),
  ].join('');
}

function repeat(report: RunReport): string {
  const command = repeatCommand(report);
  return command === undefined ? '' : `\nRun the failing cases again:\n\n${fenced(visible(command), 'sh')}`;
}

/** The failed cases in full, each behind its name, and of those that share a reason for being errored the first. */
function details({ cases }: RunReport): string[] {
  const errored = cases.filter(({ verdict, exchanges }) => verdict === 'errored' && exchanges.length > 0);
  return cases
    .filter((each) => each.verdict === 'failed' || errored.find(({ reason }) => reason === each.reason) === each)
    .map((result) => {
      const { id, title, reason, findings, exchanges, reproduce } = result;
      const lines = [
        ...worstFirst(findings).map(findingText),
        ...(reason === undefined ? [] : [visible(cut(reason, 1000))]),
        ...exchanges.map(exchangeText),
      ];
      // Within HTML there is no Markdown until a line is empty.
      return `\n<details><summary><code>${xmlText(visible(id))}</code> ${result.verdict}</summary>\n\n${prose(title)}\n\n${fenced(lines.join('\n\n'), 'text')}\n${fenced(visible(reproduce), 'sh')}\n</details>\n`;
    });
}

function exchangeText({ attempt, request, response, failure }: RecordedExchange): string {
  const came = response
    ? `answered ${response.status} in ${Math.round(response.timings.totalMs)} ms`
    : `no answer: ${failure?.kind ?? 'other'}: ${visible(cut(failure?.message ?? '', 1000))}`;
  return `attempt ${attempt}: ${request.method} ${visible(cut(request.url, 1000))} ${came}`;
}

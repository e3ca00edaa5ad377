import { code, fenced, prose, row, wholePieces } from '../lib/markdown';
import { plural } from '../lib/plural';
import { visible } from '../lib/terminal-text';
import { cut } from '../lib/text-layout';
import { xmlText } from '../lib/xml';
import type { CaseResult, RunReport, RunVerdict } from '../report/types';
import { type RunView, viewOf } from '../report/view';
import { exchangeText } from '../report/view/exchange-text';
import { type FindingGroup, groupRows } from '../report/view/finding-groups';
import { failing, findingText, worstFirst } from '../report/view/finding-text';
import { loadRows, loadTitle, percentiles, slowestCases } from '../report/view/load-text';
import { entryText } from '../report/view/notes';
import { byReason, type ReasonGroup } from '../report/view/reasons';
import { duration, exploredText } from '../report/view/text';

/** What people read in a pull request; everything else is in the other reports. */
export const summaryBytes = 6000;
/** GitHub drops a whole job summary above 1024 KiB. */
export const jobSummaryBytes = 1_000_000;

const casesNamed = 5;
const longestText = 1000;
const verdictSigns: Readonly<Record<RunVerdict, string>> = {
  held: '✅',
  broken: '❌',
  'no-verdict': '⚠️',
  'credentials-refused': '🔑',
};

/**
 * The run as Markdown for a pull request or a job summary: the verdict and what to do next, what failed, the counts, and
 * how to repeat it.
 *
 * @param bytes the limit in UTF-8; parts that do not fit are left out whole, and a note at the end counts them
 * @param artefacts where a CI server keeps the other reports
 */
export function summaryMarkdown(report: RunReport, bytes = summaryBytes, artefacts?: string): string {
  const view = viewOf(report);
  const link = artefacts === undefined ? '' : `\n[All reports of this run](${artefacts}): open \`report.html\`.\n`;
  const pieces = [verdict(view), link, counts(view), repeat(view), ...blamed(view), load(report), ...details(report)];
  return wholePieces(
    pieces.filter((piece) => piece !== ''),
    bytes,
    (left) =>
      `\n> **Cut here:** ${plural(left, 'more part')} did not fit. The other reports of the run have everything.\n`,
  );
}

function verdict({ report, verdict: { headline, says, looksLike, next } }: RunView): string {
  return [
    `## ${verdictSigns[report.verdict]} ${prose(headline)}\n`,
    ...[...says, ...looksLike].map((text) => `${prose(text)}\n`),
    ...(next === undefined ? [] : [`**Next:** ${prose(next.text)}\n`]),
  ].join('\n');
}

/** A table, one piece per row: what is wrong with the run, the findings that fail it, and the cases without a verdict. */
function blamed({ report, notes, findings, open }: RunView): string[] {
  const rows = [
    ...notes
      .filter(({ effect }) => effect !== 'none')
      .map(({ id, effect, title, entries }) => [
        code(`run.${id}`),
        effect === 'failure' ? 'failed' : 'errored',
        [title, ...entries.map(entryText)].map(prose).join('<br>'),
        '',
      ]),
    ...findings.broken.map(groupCells),
    ...byReason(unexplained(report)).map(reasonCells),
    ...open.map(reasonCells),
  ];
  if (rows.length === 0) return [];
  const head = `\n${row(['Case', 'Verdict', 'What', 'Evidence'])}${row(['---', '---', '---', '---'])}`;
  return [head, ...rows.map(row)];
}

function groupCells(group: FindingGroup): string[] {
  const { finding, cases } = group;
  const [first] = cases;
  const rows = groupRows(group);
  const isEvidence = ([label]: (typeof rows)[number]): boolean => label === 'evidence' || label === 'source';
  return [
    cases.length === 1 ? `${code(first!.id)}<br>${prose(first!.title)}` : `${cases.length} cases: ${named(cases)}`,
    `${first!.verdict} (${finding.level})`,
    [
      `${code(finding.rule)} ${prose(finding.message)}`,
      ...rows.filter((each) => !isEvidence(each)).map(([label, text]) => `${label} ${code(text)}`),
    ].join('<br>'),
    rows
      .filter(isEvidence)
      .map(([, text]) => prose(text))
      .join('<br>'),
  ];
}

/** Failed cases without a finding that fails them, as an older version may have written. */
function unexplained({ cases, strict }: RunReport): CaseResult[] {
  return cases.filter(({ verdict, findings }) => verdict === 'failed' && failing(findings, strict).length === 0);
}

function named(cases: readonly CaseResult[]): string {
  const more = cases.length > casesNamed ? ` and ${cases.length - casesNamed} more` : '';
  const ids = cases.slice(0, casesNamed).map(({ id }) => code(id));
  return `${ids.join(', ')}${more}`;
}

function reasonCells({ verdict, reason, cases }: ReasonGroup): string[] {
  return [named(cases), verdict, prose(reason), ''];
}

function counts({ report, counts: { cases, findings } }: RunView): string {
  const { summary, target, engine, seed, durationMs, source } = report;
  return [
    '',
    `**${plural(summary.cases, 'case')}:** ${cases}`,
    '',
    `**Findings:** ${findings}`,
    '',
    ...(report.explored === undefined ? [] : [`**Explored:** ${prose(exploredText(report.explored))}`, '']),
    `**Target:** ${code(target.baseUrl)}, ${source === undefined ? `engine ${code(engine)}, seed ${seed}` : code(source)}, ${duration(durationMs)}`,
    '',
  ].join('\n');
}

/** How the target did under load, in one piece. */
function load(report: RunReport): string {
  if (report.load === undefined) return '';
  const rows = slowestCases(report).map(({ id, load: { sent, failed, responseTimes } }) =>
    row([code(id), ...percentiles.map((name) => duration(responseTimes[name])), `${sent}`, `${failed}`]),
  );
  const head = ['Slowest cases', ...percentiles, 'sent', 'failed'];
  return [
    `\n**${loadTitle(report.load)}**\n\n`,
    ...loadRows(report.load).map(([label, text]) => `- ${label}: ${text}\n`),
    ...(rows.length > 0 ? [`\n${row(head)}${row(head.map(() => '---'))}`, ...rows] : []),
  ].join('');
}

function repeat({ repeat: command }: RunView): string {
  return command === undefined ? '' : `\nRun these cases again:\n\n${fenced(visible(command.join(' ')), 'sh')}\n`;
}

/** The failed cases in full, folded, and one errored case for each reason. */
function details({ cases }: RunReport): string[] {
  const errored = byReason(cases.filter(({ verdict, exchanges }) => verdict === 'errored' && exchanges.length > 0));
  const shown = new Set(errored.map((group) => group.cases[0]));
  return cases
    .filter((each) => each.verdict === 'failed' || shown.has(each))
    .map((result) => {
      const { id, title, reason, findings, exchanges, reproduce } = result;
      const lines = [
        ...worstFirst(findings).map(findingText),
        ...(reason === undefined ? [] : [visible(cut(reason, longestText))]),
        ...exchanges.map((exchange) => visible(cut(exchangeText(exchange), 2 * longestText))),
      ];
      // Inside HTML, Markdown starts only after an empty line.
      return `\n<details><summary><code>${xmlText(visible(id))}</code> ${result.verdict}</summary>\n\n${prose(title)}\n\n${fenced(lines.join('\n\n'), 'text')}\n\n${fenced(visible(reproduce), 'sh')}\n\n</details>\n`;
    });
}

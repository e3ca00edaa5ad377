import { plural } from '../../lib/plural';
import type { Drift, Quarantine, QuarantineEntry, RunReport } from '../types';
import { outcomeText } from './exchange-text';
import { findingGroups } from './finding-groups';
import { idsText, type Row, valuesText } from './text';
import { notJudgedCount, notJudgedText } from './traffic-text';
import { endingWords, verdictView } from './verdict';

const casesNamed = 8;

/** A statement about a run as a whole. */
export interface RunNote {
  /** The same from run to run. */
  readonly id:
    | 'drift'
    | 'quarantine'
    | 'unused-quarantine'
    | 'quarantined'
    | 'flaky'
    | 'not-judged'
    | 'end'
    | 'verdict';
  readonly title: string;
  /** `failure`: the target differs from what is expected; `error`: the run could not find out; `none`: for information. */
  readonly effect: 'failure' | 'error' | 'none';
  /** What of the run it is about, part by part; may be empty. */
  readonly entries: readonly NoteEntry[];
}

/** One part of a note. The entries of a note have rows of the same labels. */
export interface NoteEntry {
  /** The id of a case, or another subject. */
  readonly subject: string;
  readonly rows: readonly Row[];
  /** The ids of the cases that show it. */
  readonly cases?: readonly string[];
}

/** What each note says if all is well: the names of the checks of a run. */
export const checkNames: Readonly<Record<RunNote['id'], string>> = {
  drift: 'matches the accepted record',
  quarantine: 'has no expired quarantine',
  'unused-quarantine': 'uses every quarantine entry',
  quarantined: 'has no quarantined finding',
  flaky: 'passes at the first attempt',
  'not-judged': 'judges every request',
  end: 'completes',
  verdict: 'reaches a verdict',
};

/**
 * The notes of a run. If its exit code is not 0, a case has failed or has no verdict, or one of the notes says why.
 */
export function runNotes(report: RunReport): RunNote[] {
  const notes = [
    ...driftNote(report),
    ...quarantineNotes(report),
    ...quarantinedNote(report),
    ...flakyNote(report),
    ...notJudgedNote(report),
    ...endNote(report),
  ];
  const { failed, errored, inconclusive } = report.summary;
  const explained = notes.some(({ effect }) => effect !== 'none') || failed + errored + inconclusive > 0;
  return explained || report.exitCode === 0
    ? notes
    : [...notes, { id: 'verdict', title: verdictView(report).headline, effect: 'error', entries: [] }];
}

/** An entry as rows, its cases among them. */
export function entryRows({ rows, cases }: NoteEntry): Row[] {
  return cases === undefined ? [...rows] : [...rows, ['cases', idsText(cases, casesNamed)]];
}

/** An entry in one line. */
export function entryText(entry: NoteEntry): string {
  const rows = entryRows(entry).map((row) => row.join(' '));
  return rows.length === 0 ? entry.subject : `${entry.subject}: ${rows.join('; ')}`;
}

/** What differs from the accepted record. */
function driftNote({ drift = [] }: RunReport): RunNote[] {
  if (drift.length === 0) return [];
  const title = `${plural(drift.length, 'aspect')} changed since the accepted record`;
  return [{ id: 'drift', title, effect: 'failure', entries: drift.map(driftEntry) }];
}

function driftEntry({ aspect, accepted, observed, cases }: Drift): NoteEntry {
  return {
    subject: aspect,
    rows: [
      ['accepted', valuesText(accepted)],
      ['observed', valuesText(observed)],
    ],
    cases,
  };
}

/** Quarantine entries that have expired, and those that are no longer needed. */
function quarantineNotes({ quarantine }: RunReport): RunNote[] {
  const { expired = [], unused = [] } = quarantine ?? {};
  const entries = ({ length }: readonly unknown[], one: string, many: string): string =>
    length === 1 ? `1 quarantine entry ${one}` : `${length} quarantine entries ${many}`;
  const notes: RunNote[] = [
    {
      id: 'quarantine',
      title: entries(expired, 'has expired', 'have expired'),
      effect: 'failure',
      entries: expired.map(quarantineEntry),
    },
    {
      id: 'unused-quarantine',
      title: entries(unused, 'is no longer needed: remove it', 'are no longer needed: remove them'),
      effect: 'none',
      entries: unused.map(quarantineEntry),
    },
  ];
  return notes.filter(({ entries }) => entries.length > 0);
}

const quarantineRows = ({ owner, expires, reason }: Quarantine): Row[] => [
  ['owner', owner],
  ['until', expires],
  ['reason', reason],
];

const quarantineEntry = (entry: QuarantineEntry): NoteEntry => ({
  subject: `${entry.case}, ${entry.rule}`,
  rows: quarantineRows(entry),
});

function quarantinedNote({ cases }: RunReport): RunNote[] {
  const groups = findingGroups(cases, ({ quarantined }) => quarantined !== undefined);
  const entries = groups.map(({ finding: { level, rule, message, quarantined }, cases: members }) => ({
    subject: `${level} ${rule}: ${message}`,
    rows: quarantineRows(quarantined!),
    cases: members.map(({ id }) => id),
  }));
  return entries.length === 0
    ? []
    : [{ id: 'quarantined', title: 'Quarantined findings, which do not fail the run', effect: 'none', entries }];
}

function flakyNote({ cases, failOnFlaky }: RunReport): RunNote[] {
  const flaky = cases.filter((result) => result.flaky);
  if (flaky.length === 0) return [];
  const entries = flaky.map(({ id, exchanges }): NoteEntry => {
    const first = exchanges[0];
    return {
      subject: id,
      rows: [
        ['attempts', `${exchanges.length}`],
        ['at first', first === undefined ? 'not recorded' : `it ${outcomeText(first)}`],
      ],
    };
  });
  const title = `${plural(flaky.length, 'flaky case')}: passed, but not at the first attempt`;
  return [{ id: 'flaky', title, effect: failOnFlaky ? 'failure' : 'none', entries }];
}

/** The recorded requests that were not judged, each kind with its count. */
function notJudgedNote({ traffic }: RunReport): RunNote[] {
  const count = traffic === undefined ? 0 : notJudgedCount(traffic);
  if (traffic === undefined || count === 0) return [];
  const { notJudged, notJudgedMore } = traffic;
  const entries = notJudged.map((row): NoteEntry => ({ subject: notJudgedText(row), rows: [] }));
  if (notJudgedMore > 0) entries.push({ subject: `${notJudgedMore} more`, rows: [] });
  const title = `${plural(count, 'request')} not judged`;
  return [{ id: 'not-judged', title, effect: 'none', entries }];
}

/** How the run ended early. Not if the user asked for it with `--bail`: the case that stopped the run failed itself. */
function endNote(report: RunReport): RunNote[] {
  const { stopped, because, error, complete } = report;
  if (stopped === 'bail' || (complete && stopped === undefined && error === undefined)) return [];
  const entries = [because, error].flatMap((subject) => (subject === undefined ? [] : [{ subject, rows: [] }]));
  return [{ id: 'end', title: `The run ${endingWords(report)}`, effect: 'error', entries }];
}

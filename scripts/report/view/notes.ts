import { groupBy } from '../../lib/group-by';
import { plural } from '../../lib/plural';
import type { Drift, Quarantine, QuarantineEntry, RunReport } from '../types';
import { outcomeText } from './exchange-text';
import { findingGroups } from './finding-groups';
import { notJudgedEntries, notJudgedTitle } from './not-judged';
import { failedAssertions, ownAssertionsText } from './own-assertions';
import { exceeded, idsText, type Row, thresholdText, valuesText } from './text';
import { endingWords, verdictView } from './verdict';

const casesNamed = 8;
const assertionsNamed = 50;

/** A statement about a run as a whole. */
export interface RunNote {
  /** The same from run to run. */
  readonly id:
    | 'drift'
    | 'thresholds'
    | 'quarantine'
    | 'unused-quarantine'
    | 'quarantined'
    | 'flaky'
    | 'assertions'
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
  /** The aspects of the accepted record that changed alike, if they are several. */
  readonly aspects?: readonly string[];
  /** The ids of the cases that show it. */
  readonly cases?: readonly string[];
}

/** What each note says if all is well: the names of the checks of a run. */
export const checkNames: Readonly<Record<RunNote['id'], string>> = {
  drift: 'matches the accepted record',
  thresholds: 'keeps its thresholds',
  quarantine: 'has no expired quarantine',
  'unused-quarantine': 'uses every quarantine entry',
  quarantined: 'has no quarantined finding',
  flaky: 'passes on the first attempt',
  assertions: "passes the collection's own assertions",
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
    ...thresholdNote(report),
    ...quarantineNotes(report),
    ...quarantinedNote(report),
    ...flakyNote(report),
    ...assertionsNote(report),
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
export function entryRows({ rows, aspects, cases }: NoteEntry, named = casesNamed): Row[] {
  const lists = Object.entries({ aspects, cases });
  return [
    ...rows,
    ...lists.flatMap(([label, ids]) => (ids === undefined ? [] : [[label, idsText(ids, named)] as const])),
  ];
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
  const changes = [...groupBy(drift, changeKey).values()].map(driftEntry);
  return [{ id: 'drift', title, effect: 'failure', entries: changes }];
}

const propertyOf = ({ aspect }: Drift): string => aspect.slice(aspect.lastIndexOf('.') + 1);

/** The same for the same change of the same property, such as the media type, in responses of several kinds. */
const changeKey = (each: Drift): string => JSON.stringify([propertyOf(each), each.accepted, each.observed]);

function driftEntry(members: readonly Drift[]): NoteEntry {
  const [first] = members as readonly [Drift, ...Drift[]];
  const aspects = members.map(({ aspect }) => aspect);
  return {
    subject: aspects.length === 1 ? first.aspect : `*.${propertyOf(first)} (${aspects.length} aspects)`,
    rows: [
      ['accepted', valuesText(first.accepted)],
      ['observed', valuesText(first.observed)],
    ],
    ...(aspects.length > 1 && { aspects }),
    cases: [...new Set(members.flatMap(({ cases }) => cases))],
  };
}

/** The limits that the user set and the run does not keep. */
function thresholdNote({ thresholds = [] }: RunReport): RunNote[] {
  const over = exceeded(thresholds);
  if (over.length === 0) return [];
  const entries = over.map((each) => ({ subject: thresholdText(each), rows: [] }));
  return [{ id: 'thresholds', title: `${plural(over.length, 'threshold')} exceeded`, effect: 'failure', entries }];
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
  const entries = flaky.map(({ id, exchanges, earlier = [] }): NoteEntry => {
    const first = exchanges[0];
    if (earlier.length > 0)
      return {
        subject: id,
        rows: earlier.map(({ verdict, startedAt }) => ['earlier', `${verdict} in the run of ${startedAt}`]),
      };
    return {
      subject: id,
      rows: [
        ['attempts', `${exchanges.length}`],
        ['first attempt', first === undefined ? 'not recorded' : outcomeText(first)],
      ],
    };
  });
  const title = `${plural(flaky.length, 'flaky case')}: passed, but not on the first attempt`;
  return [{ id: 'flaky', title, effect: failOnFlaky ? 'failure' : 'none', entries }];
}

/** The user's own assertions that failed: they fail the run, and say nothing about the contract. */
function assertionsNote(report: RunReport): RunNote[] {
  const failed = failedAssertions(report);
  if (failed.length === 0) return [];
  const entries = failed.slice(0, assertionsNamed).map(({ name, message, case: { id } }): NoteEntry => {
    return { subject: `${id}: ${name}`, rows: message === undefined || message === name ? [] : [['message', message]] };
  });
  const title = ownAssertionsText(report) ?? '';
  const rest = { subject: `and ${failed.length - assertionsNamed} more, which are in run.json`, rows: [] };
  return [
    {
      id: 'assertions',
      title,
      effect: 'failure',
      entries: failed.length > assertionsNamed ? [...entries, rest] : entries,
    },
  ];
}

/** What was sent, recorded or refused, and is not judged: each kind with its count. */
function notJudgedNote({ notJudged = [], target }: RunReport): RunNote[] {
  if (notJudged.length === 0) return [];
  const entries = notJudgedEntries(notJudged, target).map(
    ({ request, because }): NoteEntry => ({ subject: request, rows: [['because', because]] }),
  );
  return [{ id: 'not-judged', title: notJudgedTitle(notJudged, target), effect: 'none', entries }];
}

/** How the run ended early. Not if the user asked for it with `--bail`: the case that stopped the run failed itself. */
function endNote(report: RunReport): RunNote[] {
  const { stopped, because, error, complete } = report;
  if (stopped === 'bail' || (complete && stopped === undefined && error === undefined)) return [];
  const entries = [because, error].flatMap((subject) => (subject === undefined ? [] : [{ subject, rows: [] }]));
  return [{ id: 'end', title: `The run ${endingWords(report)}`, effect: 'error', entries }];
}

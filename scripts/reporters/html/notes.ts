import { cut } from '../../lib/text-layout';
import type { RunReport } from '../../report/types';
import type { RunView } from '../../report/view';
import type { RunNote } from '../../report/view/notes';
import { type Html, html } from '../page/markup';
import { section, table } from '../page/table';
import { caseLink } from './case';
import { loadSection } from './load';

const longestText = 500;

/** The notes about the run as a whole: how it ended, drift, quarantine, flaky cases, load. */
export function notesMarkup({ report, notes }: RunView): Html[] {
  // The page begins with the verdict.
  const shown = notes.filter(({ id }) => id !== 'verdict');
  return [...shown.map((note) => noteSection(note, report)), ...loadSection(report)];
}

function noteSection({ id, title, effect, entries }: RunNote, report: RunReport): Html {
  const heading = effect === 'failure' ? `${title} (this fails the run)` : title;
  const [first] = entries;
  if (first === undefined || first.rows.length === 0) {
    return section(
      id,
      heading,
      entries.map(({ subject }) => html`<p>${cut(subject, 4 * longestText)}</p>`),
    );
  }
  const hasAspects = entries.some(({ aspects }) => aspects !== undefined);
  const head = [
    'subject',
    ...first.rows.map(([label]) => label),
    ...(hasAspects ? ['aspects'] : []),
    ...(first.cases ? ['cases'] : []),
  ];
  const rows = entries.map(({ subject, rows: own, aspects = [subject], cases }) => [
    caseLink(subject, report),
    ...own.map(([, text]) => cut(text, longestText)),
    ...(hasAspects ? [aspects.join(', ')] : []),
    ...(cases ? [cases.map((each, index) => html`${index > 0 && ', '}${caseLink(each, report)}`)] : []),
  ]);
  return section(id, heading, table(head, rows));
}

import { type Evidence, type EvidenceId, evidence, type Strength } from '../../contract/evidence';
import { cases } from '../../contract/index';
import { uncovered } from '../../contract/uncovered';
import { levelOfStrength } from '../../judge/level';
import { rules } from '../../judge/rules';
import { plural } from '../../lib/plural';
import { cell, generatedNote, markdownTable } from './markdown';

const groups: readonly { readonly prefix: string; readonly title: string }[] = [
  { prefix: 'C', title: 'The call' },
  { prefix: 'T', title: 'The success body' },
  { prefix: 'R', title: 'The three references' },
  { prefix: 'E', title: 'Errors' },
  { prefix: 'H', title: 'The management token' },
];

const strengths = {
  documented: 'Imburse has published it',
  standard: 'a standard or common practice requires it',
  inferred: 'it follows from related documentation, or was observed',
  advisory: 'a standard recommends it',
  open: 'nothing public settles it',
} satisfies Record<Strength, string>;

const consequences = {
  violation: 'fails the run',
  deviation: 'fails the run only under `--strict`',
  warning: 'fails the run only under `--strict`',
  observation: 'is recorded; a change from the accepted record is drift',
} satisfies Record<ReturnType<typeof levelOfStrength>, string>;

const reasons: Partial<Record<EvidenceId, string>> = uncovered;

const code = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join(', ');
const pages = (ids: readonly string[]): string => ids.map((id) => `[\`${id}\`](rules/${id}.md)`).join(', ');

function strengthRow(strength: Strength): string[] {
  const level = levelOfStrength(strength);
  const unsafe = levelOfStrength(strength, true);
  const consequence = `${level}: ${consequences[level]}`;
  return [
    `**${strength}**`,
    strengths[strength],
    unsafe === level ? consequence : `${consequence}; ${unsafe} if the difference is also unsafe`,
  ];
}

/** The cases that rest on a row: they list it, or their expectation names it. */
const casesOn = (id: EvidenceId): string[] =>
  cases
    .filter(({ evidence: ids, expect }) => [...ids, expect.evidence, expect.tokenBreaks].includes(id))
    .map((each) => each.id);

const rulesOn = (id: EvidenceId): string[] =>
  rules.filter((rule) => (rule.evidence as readonly string[]).includes(id)).map((rule) => rule.id);

function rowSection(id: EvidenceId): string {
  const { fact, source, strength }: Evidence = evidence[id];
  const held = rulesOn(id);
  const used = casesOn(id);
  const lines = [
    ...(held.length > 0 ? [`${plural(held.length, 'rule')}: ${pages(held)}.`] : []),
    ...(used.length > 0 ? [`${plural(used.length, 'case')}: ${code(used)}.`] : []),
  ];
  return [
    `### ${id}`,
    `${cell(fact)}`,
    `*${strength}*: ${cell(source)}.`,
    ...(lines.length > 0 ? lines : [`No case or rule covers this row. ${reasons[id] ?? ''}`.trim()]),
  ].join('\n\n');
}

const overviewRow = (id: EvidenceId): string[] => [
  `[${id}](#${id.toLowerCase()})`,
  cell(evidence[id].fact),
  evidence[id].strength,
  String(rulesOn(id).length),
  String(casesOn(id).length),
];

/** `docs/evidence.md`: every row of the evidence, how well it is known, and what rests on it. */
export function evidenceDocument(): string {
  const ids = Object.keys(evidence) as EvidenceId[];
  const sections = groups.map(({ prefix, title }) => ({ title, rows: ids.filter((id) => id.startsWith(prefix)) }));
  return `${[
    generatedNote,
    '# What is known about the call, and how well',
    'Every case and every rule names the rows that it is based on, and every finding names the row that it contradicts. A row with a letter, such as C6a, is a part of another row that is known less well, or that findings quote separately.',
    '## What a difference means',
    markdownTable(
      ['strength', 'how it is known', 'a difference is a'],
      (Object.keys(strengths) as Strength[]).map(strengthRow),
    ),
    'A difference is unsafe if a token is issued for a request that should be refused with 401, if any input causes a 5xx, or if a secret is echoed.',
    '## Overview',
    markdownTable(['id', 'fact', 'strength', 'rules', 'cases'], ids.map(overviewRow)),
    ...sections.flatMap(({ title, rows }) => [`## ${title}`, ...rows.map(rowSection)]),
  ].join('\n\n')}\n`;
}

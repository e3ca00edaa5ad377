import pc from 'picocolors';
import type { CredentialCheck, ReportedDiagnosis, ReportedStep } from '../credentials/credential-check-schema';
import { defuseCiCommands } from '../lib/ci-commands';
import { mapStrings } from '../lib/map-strings';
import { labelled, type Style } from '../lib/terminal-layout';
import { visible } from '../lib/terminal-text';
import { cut, pad } from '../lib/text-layout';

const longestText = 600;
const titleWidth = 26;

const signs = {
  ok: ['✓', 'green'],
  failed: ['✗', 'red'],
  inconclusive: ['?', 'yellow'],
  'not-reached': ['-', 'dim'],
} as const;

/** Cuts long texts, and escapes what a terminal or a CI log would obey. */
export const clean = <T>(value: T): T => mapStrings(value, (text) => defuseCiCommands(visible(cut(text, longestText))));

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

export const styleFor = (colour: boolean, width: number): Style => ({ colours: pc.createColors(colour), width });

/** A step in a few lines: its mark, what was seen, its evidence. Empty for a step that was not reached. */
export function stepText(step: ReportedStep, style: Style): string {
  if (step.seen.length === 0) return '';
  const { colours } = style;
  const { title, state, seen, evidence, warnings, checkedBy } = clean(step);
  const [sign, paint] = state === 'ok' && warnings.length > 0 ? (['!', 'yellow'] as const) : signs[state];
  const [first = '', ...more] = seen;
  const locally = state === 'ok' && checkedBy === 'machine' ? ' (checked locally)' : '';
  const basis = state === 'not-reached' || evidence.length === 0 ? '' : `  [${evidence.join(' ')}]`;
  const label = `${sign} ${pad(title, titleWidth)} `;
  return text([
    ...labelled('  ', label, `${first}${locally}${more.length === 0 ? basis : ''}`, style, colours[paint]),
    ...more.flatMap((line, index) =>
      labelled(' '.repeat(titleWidth + 5), '', `${line}${index === more.length - 1 ? basis : ''}`, style),
    ),
  ]);
}

/** The steps that were not reached, in one line. */
export function notReachedText(steps: readonly ReportedStep[], style: Style): string {
  const titles = steps.filter(({ seen }) => seen.length === 0).map(({ title }) => title);
  return titles.length === 0
    ? ''
    : text(labelled('  ', '- Not reached: ', titles.join(', '), style, style.colours.dim));
}

const verdictWords: Readonly<Record<CredentialCheck['verdict'], string>> = {
  working: 'Your credentials work',
  'settings-wrong': 'Settings are wrong',
  'no-verdict': 'No verdict on your credentials',
  refused: 'Credentials not accepted',
  interrupted: 'Interrupted',
};

const paints = {
  working: 'green',
  refused: 'red',
  'settings-wrong': 'red',
  'no-verdict': 'yellow',
  interrupted: 'yellow',
} as const;

function headline({ verdict, cause, target, rungs }: CredentialCheck): string {
  const named = target.baseUrl.endsWith(target.name) ? target.baseUrl : `${target.name} (${target.baseUrl})`;
  if (verdict === 'working')
    return `Your credentials work at ${named}: every step up to the payout options was accepted.`;
  if (!cause)
    return `Interrupted after ${rungs.filter(({ state }) => state === 'ok').length} of ${rungs.length} steps.`;
  const accepted = cause.blame !== 'credentials' && rungs.find(({ id }) => id === 'hmac-exchange')?.state === 'ok';
  const lead =
    cause.blame === 'clock'
      ? 'The clock is wrong'
      : accepted
        ? 'Key pair accepted, but payouts do not work'
        : verdictWords[verdict];
  return `${lead}: ${cause.title} [${cause.code}].`;
}

function diagnosisLines(label: string, { title, remedy, code }: ReportedDiagnosis, style: Style): string[] {
  return [
    ...labelled('', label, `${title} [${code}].`, style, style.colours.yellow),
    ...labelled('', '  Next: ', `${remedy}.`, style),
  ];
}

/** The cause in the first line, then what was seen and what to do next. */
export function verdictText(check: CredentialCheck, style: Style): string {
  const { verdict, cause, warnings, rungs } = clean(check);
  const paint = style.colours[paints[verdict]];
  const at = rungs.find(({ diagnosis }) => diagnosis !== undefined && diagnosis === cause?.code);
  return text([
    ...labelled('', '', headline(clean(check)), style).map((line) => style.colours.bold(paint(line))),
    ...(at?.seen ?? []).flatMap((line) => labelled('', '  Seen: ', line, style)),
    ...(cause ? labelled('', '  Next: ', `${cause.remedy}.`, style) : []),
    ...warnings.flatMap((each) => diagnosisLines('Warning: ', each, style)),
  ]);
}

/** What was checked, and where each setting came from. */
export function provenanceText(check: Pick<CredentialCheck, 'tool' | 'target' | 'settings'>, style: Style): string {
  const { tool, target, settings } = clean(check);
  const where = target.environment === 'unknown' ? 'an unknown environment' : `environment ${target.environment}`;
  const through = target.proxy === undefined ? '' : `, through the proxy ${target.proxy}`;
  return text([
    ...labelled(
      '',
      '',
      `${tool.name} ${tool.version} · ${target.baseUrl} · ${where}, from ${target.from}${through}`,
      style,
    ).map(style.colours.dim),
    ...settings.flatMap(({ name, from, shadows, value }) => {
      const hidden = shadows.length === 0 ? '' : `; also set, but not used: ${shadows.join(', ')}`;
      return labelled('  ', `${pad(name, 25)} `, `${value}  from ${from}${hidden}`, style);
    }),
  ]);
}

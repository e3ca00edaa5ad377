import { causeStep } from '../credentials/cause-step';
import type { CredentialCheck, ReportedDiagnosis, ReportedStep } from '../credentials/credential-check-schema';
import { ownerParts } from '../credentials/token-claims';
import { logLine } from '../lib/ci-commands';
import { mapStrings } from '../lib/map-strings';
import { plural } from '../lib/plural';
import { upperFirst } from '../lib/sentence';
import { labelled, type Style } from '../lib/terminal-layout';
import { pad } from '../lib/text-layout';

const longestText = 600;
const titleWidth = 26;

const stateSigns = {
  ok: ['✓', 'green'],
  failed: ['✗', 'red'],
  inconclusive: ['?', 'yellow'],
  'not-reached': ['-', 'dim'],
} as const;

/** Cuts long texts, and escapes what a terminal or a CI log would obey. */
export const clean = <T>(value: T): T => mapStrings(value, (text) => logLine(text, longestText));

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** A step in a few lines: its mark, what was seen, its evidence. Empty for a step that was not reached. */
export function stepText(step: ReportedStep, style: Style): string {
  if (step.seen.length === 0) return '';
  const { colours } = style;
  const { title, state, seen, evidence, warnings, checkedBy } = clean(step);
  const [sign, paint] = state === 'ok' && warnings.length > 0 ? (['!', 'yellow'] as const) : stateSigns[state];
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

/** What nobody grants: an `exp` that is in milliseconds, by mistake. */
const mostMinutes = 100 * 365 * 24 * 60;

/** `tenant 3d9c…, account 782f…, role tenant-admin, token valid 60 min`. */
function identityText({ identity, startedAt }: CredentialCheck): string {
  if (!identity) return '';
  const { expiresAt } = identity;
  const minutes = expiresAt === undefined ? 0 : Math.floor((Date.parse(expiresAt) - Date.parse(startedAt)) / 60_000);
  const parts = [
    ...ownerParts(identity),
    ...(minutes > 0 && minutes < mostMinutes
      ? [`token valid ${minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`}`]
      : []),
  ];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** How far a check got that did not reach its end. */
function progressText({ steps }: CredentialCheck): string | undefined {
  const isOk = (id: ReportedStep['id']) =>
    steps.some((step) => step.id === id && step.checkedBy === 'server' && step.state === 'ok');
  if (isOk('payout-token')) return 'A payout token was issued, but the check did not get to the end';
  return isOk('hmac-exchange') ? 'Key pair accepted, but payouts do not work' : undefined;
}

/** Whether the first thing seen belongs into the headline: it names the setting, the host, or what answered. */
const namesDetail = ({ cause }: CredentialCheck): boolean =>
  cause !== undefined && cause.blame !== 'credentials' && cause.blame !== 'clock';

/** The cause, and what was seen of it if that belongs into the headline. */
function causeText(check: CredentialCheck, title: string): string {
  const { seen: [first] = [], restates } = causeStep(check) ?? {};
  if (first === undefined || !namesDetail(check)) return title;
  return restates ? upperFirst(first) : `${title}: ${first}`;
}

function headline(check: CredentialCheck): string {
  const { verdict, cause, target, steps } = check;
  const named = target.baseUrl.endsWith(target.name) ? target.baseUrl : `${target.name} (${target.baseUrl})`;
  if (verdict === 'working' && target.environment === 'embedded')
    return 'Demonstration against the embedded sandbox. No credentials of yours were checked.';
  if (verdict === 'working') return `Your credentials work at ${named}${identityText(check)}.`;
  if (!cause)
    return `Interrupted after ${steps.filter(({ state }) => state === 'ok').length} of ${steps.length} steps.`;
  const progress = cause.blame === 'credentials' ? undefined : progressText(check);
  const lead = cause.blame === 'clock' ? 'The clock is wrong' : (progress ?? verdictWords[verdict]);
  return `${lead}: ${causeText(check, cause.title)} [${cause.code}].`;
}

/** What was read: the `.env` file, the proxy and the authorities that apply. */
export function sourcesText({ read }: CredentialCheck, style: Style): string {
  const { envFile, proxy, ca } = clean(read);
  const lines = [
    envFile === undefined
      ? 'no .env file'
      : `${envFile.path}: ${plural(envFile.assignments, 'setting')}, ${envFile.encoding}`,
    ...(envFile?.problems ?? []).map(({ line, text: what }) => `.env line ${line} ${what}`),
    proxy === undefined ? 'no proxy' : `proxy ${proxy}`,
    ...(ca === undefined ? [] : [`authorities of ${ca} (NODE_EXTRA_CA_CERTS)`]),
  ];
  return text(lines.flatMap((line) => labelled('  ', 'Read: ', line, style)));
}

function diagnosisLines(label: string, { title, remedy, code }: ReportedDiagnosis, style: Style): string[] {
  return [
    ...labelled('', label, `${title} [${code}].`, style, style.colours.yellow),
    ...labelled('', '  Next: ', `${remedy}.`, style),
  ];
}

/** The cause in the first line, what to do next in the second, then what was seen. */
export function verdictText(check: CredentialCheck, style: Style): string {
  const cleaned = clean(check);
  const { verdict, cause, warnings } = cleaned;
  const paint = style.colours[paints[verdict]];
  const more = causeStep(cleaned)?.seen.slice(namesDetail(cleaned) ? 1 : 0) ?? [];
  return text([
    ...labelled('', '', headline(cleaned), style).map((line) => style.colours.bold(paint(line))),
    ...(cause ? labelled('', '  Next: ', `${cause.remedy}.`, style) : []),
    ...more.flatMap((line) => labelled('', '  Seen: ', line, style)),
    ...warnings.flatMap((each) => diagnosisLines('Warning: ', each, style)),
  ]);
}

/** What was checked, and where each setting came from. */
export function provenanceText(
  check: Pick<CredentialCheck, 'tool' | 'target' | 'settings' | 'read'>,
  style: Style,
): string {
  const { tool, target, settings, read } = clean(check);
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
    ...(read.envFile?.encoding === 'UTF-16'
      ? labelled('', 'note: ', '.env is in UTF-16, which other programs may not read; save it as UTF-8', style)
      : []),
  ]);
}

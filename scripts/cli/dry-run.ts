import type { ContractCase } from '../contract/types';
import { jsonText } from '../lib/json-text';
import { plural } from '../lib/plural';
import { columns } from '../lib/text-layout';
import { targetText } from '../report/view/text';
import type { Environment } from '../run/environment/environment';
import type { Explore } from '../run/explore/program';
import type { RunOptions } from '../run/options';
import type { Selected } from '../run/select';

const exploring: Readonly<Record<Explore['kind'], string>> = {
  default: 'a sample of all pairs of conditions, after the cases',
  pairs: 'all pairs of conditions, after the cases',
  triples: 'all triples of conditions, after the cases',
  some: 'the number of combinations given by --explore, after the cases',
  named: 'the combinations that --case names, after the cases',
};

function themesOf(cases: readonly ContractCase[]): string {
  const counts = new Map<string, number>();
  for (const { theme } of cases) counts.set(theme, (counts.get(theme) ?? 0) + 1);
  return columns([...counts].map(([theme, count]) => [`  ${theme}`, `${count}`]));
}

/** What a run would send, for people, or as JSON for machines. */
export function planText(
  { plan, explore }: Selected,
  { target, shadowed }: Environment,
  { sending, sustain }: RunOptions,
  form: 'short' | 'verbose' | 'json',
): string {
  const { engine, seed, concurrency, rate } = sending;
  const { name, baseUrl } = target;
  if (form === 'json') {
    const cases = plan.cases.map(({ id, title, theme, tags }) => ({ id, title, theme, tags }));
    return `${jsonText({ target: { name, baseUrl }, engine, seed, concurrency, rate, ...sustain, explore: explore?.kind, cases }, 2)}\n`;
  }
  const load =
    sustain?.repeat === undefined
      ? (sustain?.untilMs ?? 0) > 0 && `then repeatedly for ${sustain!.untilMs! / 1000} s`
      : `each ${sustain.repeat} times`;
  const list =
    form === 'verbose' ? columns(plan.cases.map(({ id, title }) => [`  ${id}`, title])) : themesOf(plan.cases);
  const pace = rate === undefined ? 'no limit on requests per second' : `at most ${rate} requests per second`;
  return [
    `Target   ${targetText({ name, baseUrl })}${shadowed === undefined ? '' : `; --target counts, not ${shadowed}`}`,
    `Sending  ${plural(plan.cases.length, 'case')}${load ? `, ${load}` : ''}, with ${engine}: ${concurrency} at a time, ${pace}`,
    ...(explore ? [`Explore  ${exploring[explore.kind]}`] : []),
    `Seed     ${seed}`,
    '',
    list,
    '',
    'Nothing was sent (--dry-run).',
    '',
  ].join('\n');
}

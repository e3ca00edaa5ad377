import type { RunReport } from '../report/types';
import { answered, type CaseFixture, finding, foreignRule, reportOf, unanswered } from './run-fixtures';

/** A report needs a name that is not empty. */
const name = (text: string): string => text || 'nameless';

/** Cases of each verdict, with the text wherever text of a server, a user or an error may appear. */
export function hostileCases(text: string, number = 0): CaseFixture[] {
  const { response } = answered(400);
  const exchange = {
    ...answered(400),
    response: { ...response!, headers: { [text]: text }, body: text },
  };
  const found = finding({ rule: foreignRule(name(text)), message: text, where: text, expected: text, actual: text });
  return [
    {
      ...{ id: `failed.${number} ${text}`, title: text, theme: text, tags: [text], reproduce: text, verdict: 'failed' },
      findings: [found, { ...found, level: 'warning' }, { ...found, level: 'observation' }],
      exchanges: [exchange],
    },
    {
      ...{ id: `errored.${number} ${text}`, title: text, verdict: 'errored', reason: text },
      exchanges: [{ ...unanswered('other'), failure: { kind: 'other', message: text } }],
    },
    { id: `skipped.${number} ${text}`, title: text, verdict: 'skipped', reason: text },
    {
      ...{ id: `flaky.${number} ${text}`, title: text, flaky: true },
      exchanges: [{ ...unanswered('other'), failure: { kind: 'other', message: text } }, answered(201, 2)],
      findings: [
        { ...found, level: 'warning', quarantined: { owner: name(text), reason: name(text), expires: '2026-12-31' } },
      ],
    },
  ];
}

/** A report in which everything that may be hostile is this text, with drift and an expired quarantine entry. */
export function hostileReport(text: string): RunReport {
  const target = { name: name(text), baseUrl: name(text) };
  const entry = { case: name(text), rule: name(text), owner: name(text), reason: name(text), expires: '2026-01-01' };
  const drift = { aspect: name(text), accepted: [text], observed: [text], cases: [name(text)] };
  const tool = { name: name(text), version: name(text) };
  const header = { target, tool, engine: name(text) };
  const report = reportOf({ header, error: text, cases: hostileCases(text) });
  return { ...report, drift: [drift], quarantine: { expired: [entry], unused: [{ ...entry, expires: '2099-12-31' }] } };
}

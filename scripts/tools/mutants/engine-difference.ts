import type { CaseResult, RunReport } from '../../report/types';
import type { NormalisedRequest } from './wire-record';

/** What one engine sent to a server, and its report. */
export interface EngineRun {
  readonly report: RunReport;
  /** In the order of their arrival. */
  readonly sent: readonly NormalisedRequest[];
}

/** A difference between the engines on one server. */
export interface EngineDifference {
  readonly caseId: string;
  /** The verdict, the findings, or a part of a request. */
  readonly about: string;
  readonly newman: string;
  readonly direct: string;
}

type Aspects = readonly (readonly [about: string, text: string])[];

const longest = 60;

/** Both texts around their first difference: a body may be one mebibyte. */
function aroundDifference(newman: string, direct: string): Pick<EngineDifference, 'newman' | 'direct'> {
  let at = 0;
  while (at < newman.length && newman[at] === direct[at]) at += 1;
  const from = Math.max(0, at - longest / 2);
  const cut = (text: string): string => text.slice(from, from + longest) || 'nothing';
  return { newman: cut(newman), direct: cut(direct) };
}

function between(caseId: string, newman: Aspects, direct: Aspects): EngineDifference[] {
  const other = new Map(direct);
  const abouts = new Set([...newman, ...direct].map(([about]) => about));
  const one = new Map(newman);
  return [...abouts].flatMap((about) => {
    const [here, there] = [one.get(about) ?? '', other.get(about) ?? ''];
    return here === there ? [] : [{ caseId, about, ...aroundDifference(here, there) }];
  });
}

function judged({ verdict, findings }: CaseResult): Aspects {
  const found = new Set(findings.map(({ rule, level, evidence }) => `${rule} ${level} ${evidence}`));
  return [
    ['verdict', verdict],
    ['findings', [...found].sort().join(', ')],
  ];
}

function requestsOf(caseId: string, sent: readonly NormalisedRequest[]): Aspects {
  const own = sent.filter((request) => request.caseId === caseId);
  return own.flatMap(({ method, path, headers, body }, index) => [
    [`request ${index + 1}`, `${method} ${path}`] as const,
    [`headers of request ${index + 1}`, headers.map(([name, value]) => `${name}: ${value}`).join('\n')] as const,
    [`body of request ${index + 1}`, body] as const,
  ]);
}

/** The differences between two runs of the same cases: verdicts, findings, requests, and their order. */
export function engineDifferences(newman: EngineRun, direct: EngineRun): EngineDifference[] {
  const other = new Map(direct.report.cases.map((result) => [result.id, result]));
  const differences = newman.report.cases.flatMap((result) => {
    const { id } = result;
    const same = other.get(id);
    return between(
      id,
      [...judged(result), ...requestsOf(id, newman.sent)],
      [...(same ? judged(same) : []), ...requestsOf(id, direct.sent)],
    );
  });
  if (differences.length > 0) return differences;
  const at = newman.sent.findIndex(({ caseId }, index) => caseId !== direct.sent[index]?.caseId);
  if (at < 0) return [];
  const [here, there] = [newman, direct].map(({ sent }) => sent[at]?.caseId ?? 'nothing') as [string, string];
  return [{ caseId: here, about: `request ${at + 1} of all`, newman: here, direct: there }];
}

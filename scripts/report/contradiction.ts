import { cases as contractCases } from '../contract';
import { caseVerdict } from '../judge/case-verdict';
import { buildReport } from './build-report';
import { isExplored } from './explored-places';
import { ownAssertions } from './own-assertions';
import { isDay, utcDay } from './quarantine';
import { summarize } from './summary';
import type { CaseResult, RunReport } from './types';

/** An ISO time that exists: `Date` reads February 30 as March 2. */
const isTime = (text: string): boolean => !Number.isNaN(Date.parse(text)) && isDay(text.slice(0, 10));

/** Whether a case passes if the server closes the connection instead of answering. */
const mayDisconnect = (id: string): boolean =>
  contractCases.some((each) => each.id === id && each.expect.mayDisconnect === true);

/** Where a case contradicts itself, in words that follow its id. */
function inCase(each: CaseResult, { strict, side, traffic, startedAt }: RunReport): string | undefined {
  const { verdict, findings, exchanges, unfinished, load, earlier = [] } = each;
  const day = utcDay(new Date(startedAt));
  if (earlier.some((one) => !isTime(one.startedAt))) return 'has an earlier result of a time that is not valid';
  if (findings.some(({ quarantined }) => quarantined && (!isDay(quarantined.expires) || quarantined.expires < day)))
    return 'has a finding in quarantine beyond its last day';
  if (unfinished !== undefined && (verdict === 'passed' || verdict === 'failed')) return `${verdict}, but never ended`;
  if (verdict !== 'passed') return undefined;
  if (caseVerdict(findings, strict, side) === 'failed') return 'passed, but has a finding that fails it';
  if (load && load.failed + load.errored > 0) return 'passed, but failed under load';
  if (each.traffic && each.traffic.failed > 0) return 'passed, but some of its exchanges failed';
  // Of recorded traffic and of what was explored, there is so much that not every case has an example.
  if (traffic !== undefined || isExplored(each.id)) return undefined;
  const isSeen =
    findings.length > 0 ||
    exchanges.some(({ response, failure }) => response || (failure?.kind === 'reset' && mayDisconnect(each.id)));
  return isSeen ? undefined : 'passed, but has no response';
}

/**
 * Where a report contradicts itself, so that it is not as a run wrote it. What follows from its cases is computed again;
 * a report that was forged as a whole is not recognised.
 */
export function contradictionIn(report: RunReport): string | undefined {
  const { cases, summary, startedAt, shard, verdict, exitCode, complete, thresholds = [], quarantine } = report;
  if (!isTime(startedAt)) return `startedAt is not a valid time: ${startedAt}`;
  if (new Set(cases.map(({ id }) => id)).size < cases.length) return 'two of its cases have the same id';
  const counts: Readonly<Record<string, number>> = { ...summarize(cases) };
  const wrong = Object.entries(summary).find(([name, count]) => counts[name] !== count);
  if (wrong) return `summary.${wrong[0]} is ${wrong[1]}, but its cases add up to ${counts[wrong[0]]}`;
  for (const each of cases) {
    const why = inCase(each, report);
    if (why !== undefined) return `the case ${each.id} ${why}`;
  }
  if (complete && cases.some(({ unfinished }) => unfinished)) return 'it is complete, but a case never ended';
  const limit = thresholds.find(({ limit: most, actual, exceeded }) => exceeded !== actual > most);
  if (limit)
    return `the limit of ${limit.measure} is ${limit.exceeded ? 'exceeded' : 'kept'}, but its numbers say otherwise`;
  const day = utcDay(new Date(startedAt));
  if (quarantine?.unused.some(({ expires }) => !isDay(expires) || expires < day))
    return 'an entry of its quarantine had expired, and is not among those that have';
  const follows = buildReport(report);
  if (verdict !== follows.verdict || exitCode !== follows.exitCode)
    return `its verdict is ${verdict} with exit code ${exitCode}, but the rest of it says ${follows.verdict} with ${follows.exitCode}`;
  if (JSON.stringify(report.assertions) !== JSON.stringify(ownAssertions(cases)))
    return 'its assertions do not add up to those of its cases';
  return shard && shard.index > shard.count ? `shard ${shard.index}/${shard.count} is not possible` : undefined;
}

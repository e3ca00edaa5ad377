import { levelOf } from '../../../judge/level';
import { isInfrastructure } from '../../../judge/retry';
import { plural } from '../../../lib/plural';
import type { Finding } from '../../../report/types';
import type { Session } from '../../session';
import { firstCall } from '../levels';
import { type Program, partOf, programId, step, withLast } from '../program';
import type { Sender, Sent } from '../send';
import { type Cause, causeKey, type Failure, includes, knownKey, levelCount, rankOf } from './causes';
import { effectKey, outcomeKey, statusOf } from './effect';
import { reduce, type Shows } from './reduce';
import { distinctCauses } from './same-cause';
import { plainer, withoutFaults } from './simplify';

/** The search ends after this many causes: by then, the target is broken in many ways. */
const mostCauses = 40;
/** The most requests that are sent to reduce failures. */
const mostRequests = 2500;
/** If this many failures of one kind do not fail again, the others of that kind are not sent again. */
const mostUnsteady = 6;
/** How often the documented request is sent to find failures that occur only intermittently. */
const mostRepeats = 64;

/** The handicap of other calls: a cause is named by the first call, even if it needs fewer conditions in another. */
const otherCall = 8;

const sizeOf = ({ program }: Failure): number =>
  levelCount(program) +
  program.steps.reduce((sum, { count, call }) => sum + 10 * count + (call === firstCall ? 0 : otherCall), 0);

/** The causes that were found. If a limit was reached, the remaining failures are included without being reduced. */
export interface Causes {
  readonly causes: readonly Cause[];
  /** Which limit was reached, in words. */
  readonly limit?: string;
}

/**
 * Finds the causes of failures. It reduces the smallest failing program first; failures whose program contains the
 * reduced one have the same cause.
 *
 * @param isOver whether the time is up
 */
export async function findCauses(
  failures: readonly Failure[],
  session: Session,
  sender: Sender,
  isOver: () => boolean,
): Promise<Causes> {
  const shown = new Set(session.found.map(knownKey));
  const isNew = ({ finding }: Failure): number => (shown.has(knownKey(finding)) ? 1 : 0);
  let left: Failure[] = [...failures].sort((one, other) => isNew(one) - isNew(other) || sizeOf(one) - sizeOf(other));
  const causes = new Map<string, Cause>();
  const unsteady: Failure[] = [];
  const enough = sender.requests + mostRequests;
  const isEnough = () => causes.size >= mostCauses || sender.requests >= enough || isOver();
  while (left.length > 0 && !isEnough() && !session.parts.signal.aborted) {
    const failure = left[0]!;
    left = left.slice(1);
    const cause = await reduced(failure, sender);
    if (!cause) {
      unsteady.push(failure);
      // A failure that depends on earlier requests fails again only in histories.
      const same = unsteady.filter(({ effect }) => effect === failure.effect);
      if (same.length === mostUnsteady) {
        const like = left.filter(({ effect, program }) => effect === failure.effect && partOf(program) === 'pairs');
        left = left.filter((each) => !like.includes(each));
        unsteady.push(...like);
      }
      continue;
    }
    const id = programId(cause.program);
    const before = causes.get(id);
    causes.set(id, before ? { ...before, findings: [...before.findings, ...cause.findings] } : cause);
    left = left.filter((each) => !explains(cause, each));
  }
  const found = [...causes.values()];
  const effects = new Set(found.map(({ effect }) => effect));
  const outcomes = new Set(
    found.flatMap(({ findings, failing }) => findings.map((finding) => outcomeKey(finding, failing))),
  );
  // If earlier requests make a server fail, it fails for any request after them.
  const lasting = new Set(
    found.filter(({ program }) => partOf(program) !== 'pairs').map(({ failing }) => statusOf(failing)),
  );
  const unexplained = unsteady.filter(
    ({ effect, finding, sent }) =>
      !effects.has(effect) &&
      !outcomes.has(outcomeKey(finding, sent)) &&
      !lasting.has(statusOf(sent)) &&
      !isOfGateway(sent),
  );
  const rare = await rareCauses(unexplained, sender);
  const all = distinctCauses([...found, ...rare]);
  if (left.length === 0) return { causes: all };
  const strange = left.filter(
    ({ effect, finding, sent }) =>
      !effects.has(effect) && !outcomes.has(outcomeKey(finding, sent)) && !isOfGateway(sent),
  );
  const worstFirst = strange.map(cautious).sort((one, other) => rankOf(one.finding) - rankOf(other.finding));
  const unreduced = firstOfEach(worstFirst).map(asItCame);
  const limit =
    causes.size >= mostCauses
      ? `failures beyond the first ${mostCauses} causes`
      : `${plural(left.length, 'failing combination')} not reduced after ${plural(sender.requests, 'request')}`;
  return { causes: [...all, ...unreduced.slice(0, mostCauses)], limit };
}

/** Whether a gateway responded. It counts against the API only if it fails the same request each time. */
const isOfGateway = ({ exchange }: Sent): boolean => exchange.outcome.kind === 'response' && isInfrastructure(exchange);

/** Whether a failure has this cause: the same effect under the same condition. */
function explains(cause: Cause, failure: Failure): boolean {
  const { effect, program } = cause;
  // A deviation does not explain a violation, which would be lost.
  if (cause.findings.every((finding) => rankOf(failure.finding) < rankOf(finding))) return false;
  if (outlasts(cause, failure)) return true;
  if (failure.effect !== effect) return false;
  const condition = effect === 'accepts' ? withoutFaults(program) : program;
  return includes(failure.program, program) || includes(failure.program, condition);
}

/** Whether a valid request gets the same wrong response after the same requests: then so does any other request. */
function outlasts({ program: { steps, round }, failing }: Cause, { program, sent }: Failure): boolean {
  const [first, ...before] = steps.slice(0, -1);
  const last = steps.at(-1)!;
  if (!first || Object.keys(last.choice).length > 0 || statusOf(failing) !== statusOf(sent)) return false;
  const [firstBefore, ...beforeIt] = program.steps.slice(0, -1);
  return (
    firstBefore !== undefined &&
    includes({ steps: [firstBefore, ...beforeIt], round }, { steps: [first, ...before], round })
  );
}

/** The causes of failures that do not fail again: intermittent errors, or those that earlier requests caused. */
async function rareCauses(unsteady: readonly Failure[], sender: Sender): Promise<Cause[]> {
  const causes: Cause[] = [];
  for (const first of firstOfEach(unsteady)) {
    const times = unsteady.filter(({ effect }) => effect === first.effect).length;
    causes.push({ ...((await occasional(first, sender)) ?? asItCame(first)), times });
  }
  return causes;
}

/** The cause of an intermittent failure, which does not depend on what is sent: one of many documented requests shows it. */
async function occasional({ key, effect, program }: Failure, sender: Sender): Promise<Cause | undefined> {
  const many: Program = { steps: [step({}, { count: mostRepeats })], round: 0 };
  await sender.sendDocumented();
  for (const sent of (await sender.send(many)) ?? []) {
    const finding = sent.findings.find((own) => causeKey(own, sent) === key);
    if (!finding) continue;
    const shown = { sent: [sent], failing: sent, findings: [finding], also: [] } as const;
    return { program: many, part: partOf(program), effect, ...shown };
  }
  return undefined;
}

/** The program of a failure, reduced; `undefined` if it does not fail again. */
async function reduced(failure: Failure, sender: Sender): Promise<Cause | undefined> {
  let last: Pick<Cause, 'sent' | 'failing' | 'findings'> | undefined;
  const showing =
    (isIt: (finding: Finding, sent: Sent) => boolean) =>
    async (program: Program): Promise<boolean> => {
      await sender.sendDocumented();
      const sent = (await sender.send(program)) ?? [];
      const failing = sent.find((each) => each.findings.some((own) => isIt(own, each)));
      if (!failing) return false;
      const findings = failing.findings.filter((own) => isIt(own, failing));
      last = { sent: sent.slice(-3), failing, findings };
      return true;
    };
  // Which row a refusal of a valid request breaks depends on the conditions, which are being reduced.
  const isSame = (finding: Finding, sent: Sent): boolean =>
    failure.effect === 'refuses'
      ? effectKey(finding, sent) === failure.effect &&
        outcomeKey(finding, sent) === outcomeKey(failure.finding, failure.sent)
      : causeKey(finding, sent) === failure.key;
  const shows = showing(isSame);
  if (!(await shows(failure.program)) && !(await shows(failure.program))) return undefined;
  const fewest = await reduce(failure.program, shows);
  // An intermittent failure can seem to depend on anything.
  if (!(await shows(fewest)) || !(await shows(fewest))) return undefined;
  const kept = last;
  const sameEffect = showing((finding, sent) => effectKey(finding, sent) === failure.effect);
  const found = async (program: Program, shown: typeof last, showsIt: typeof shows): Promise<Cause> => ({
    ...{ program, part: partOf(failure.program), effect: failure.effect, ...shown!, also: [] },
    ...((await needsUsedConnection(program, showsIt)) && { needsUsedConnection: true }),
  });
  for (const program of failure.effect === 'accepts' ? plainer(fewest) : [])
    if (await sameEffect(program)) return found(program, last, sameEffect);
  return found(fewest, kept, shows);
}

/** Whether a failure comes from what a request before left behind on the connection. */
async function needsUsedConnection(program: Program, shows: Shows): Promise<boolean> {
  const last = program.steps.at(-1)!;
  if (last.newConnection || last.together) return false;
  const fresh = withLast(program, { ...last, newConnection: true });
  return !(await shows(fresh)) && !(await shows(fresh)) && (await shows(program));
}

/** A failure as a cause, not reduced. */
const asItCame = ({ program, sent, finding, effect }: Failure): Cause => ({
  ...{ program, part: partOf(program), effect, sent: [sent], failing: sent, findings: [finding], also: [] },
});

/**
 * A failure that could not be reduced. If a valid request was refused, any of its conditions may be the reason: if one is
 * of an inferred row, the refusal is not shown to be a violation.
 */
function cautious(failure: Failure): Failure {
  const { effect, finding, sent } = failure;
  const { rows } = sent.prediction;
  const inferred = rows.find((row) => levelOf(row) === 'deviation');
  if (effect !== 'refuses' || !inferred || !rows.includes(finding.evidence)) return failure;
  return { ...failure, finding: { ...finding, evidence: inferred, level: levelOf(inferred) } };
}

/** The first failure of each effect. */
const firstOfEach = (failures: readonly Failure[]): Failure[] => [
  ...new Map([...failures].reverse().map((failure) => [failure.effect, failure])).values(),
];

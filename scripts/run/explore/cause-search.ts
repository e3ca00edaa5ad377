import { levelOrder } from '../../judge/level';
import { plural } from '../../lib/plural';
import type { Finding } from '../../report/types';
import type { Session } from '../session';
import { type Cause, causeKey, type Failure, includes, knownKey, levelCount } from './causes';
import { cameOf, effectKey, statusOf } from './effect';
import { firstCall } from './levels';
import { type Program, partOf, programId, step, withLast } from './program';
import { reduce, type Shows } from './reduce';
import { distinctCauses } from './same-cause';
import type { Sender, Sent } from './send';
import { plainer, withoutFaults } from './simplify';

/** More causes are not looked for: by then the target is broken in many ways. */
const mostCauses = 40;
/** More requests are not sent to reduce what fails. */
const mostRequests = 2500;
/** So many failures of one kind that do not show again, and the others of the kind are not sent again. */
const mostUnsteady = 6;
/** So often the documented request is sent, to see what comes now and then. */
const mostRepeats = 64;

/** What shows in the call that most is learnt from is named by that, even if it shows in another with less. */
const otherCall = 8;

const sizeOf = ({ program }: Failure): number =>
  levelCount(program) +
  program.steps.reduce((sum, { count, call }) => sum + 10 * count + (call === firstCall ? 0 : otherCall), 0);

/** The causes that were found; what was left when a limit was reached is among them as it failed, not reduced. */
export interface Causes {
  readonly causes: readonly Cause[];
  /** Which limit was reached, in words. */
  readonly limit?: string;
}

/**
 * What fails is reduced, the smallest first; what then holds a reduced program too is explained by it.
 *
 * @param isOver whether there is no time left
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
      // What depends on what came before shows again in histories, and in those alone.
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
    causes.set(id, before ? { ...before, findings: [...before.findings, failure.finding] } : cause);
    left = left.filter((each) => !explains(cause, each));
  }
  const found = [...causes.values()];
  const effects = new Set(found.map(({ effect }) => effect));
  const came = new Set(found.flatMap(({ findings, failing }) => findings.map((finding) => cameOf(finding, failing))));
  // What a server does because of requests before, it does to any request.
  const lasting = new Set(
    found.filter(({ program }) => partOf(program) !== 'pairs').map(({ failing }) => statusOf(failing)),
  );
  const unexplained = unsteady.filter(
    ({ effect, finding, sent }) =>
      !effects.has(effect) && !came.has(cameOf(finding, sent)) && !lasting.has(statusOf(sent)),
  );
  const rare = await rareCauses(unexplained, sender);
  const all = distinctCauses([...found, ...rare]);
  if (left.length === 0) return { causes: all };
  const strange = left.filter(({ effect, finding, sent }) => !effects.has(effect) && !came.has(cameOf(finding, sent)));
  const unreduced = firstOfEach(strange).map(asItCame);
  const limit =
    causes.size >= mostCauses
      ? `more than ${mostCauses} causes`
      : `${plural(left.length, 'failing combination')} not reduced after ${plural(sender.requests, 'request')}`;
  return { causes: [...all, ...unreduced.slice(0, mostCauses)], limit };
}

const severity = ({ level }: Finding): number => levelOrder.indexOf(level);

/** Whether a program that failed did so for this cause: it goes wrong in the same way, under the same condition. */
function explains(cause: Cause, failure: Failure): boolean {
  const { effect, program } = cause;
  // A violation is not explained by a deviation: it would be lost.
  if (cause.findings.every((finding) => severity(failure.finding) < severity(finding))) return false;
  if (outlasts(cause, failure)) return true;
  if (failure.effect !== effect) return false;
  const condition = effect === 'accepts' ? withoutFaults(program) : program;
  return includes(failure.program, program) || includes(failure.program, condition);
}

/** Whether a valid request is answered in the same way after the same requests: then so is any other. */
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

/** What does not fail when it is sent again: an error that comes now and then, or what was left by requests before. */
async function rareCauses(unsteady: readonly Failure[], sender: Sender): Promise<Cause[]> {
  const causes: Cause[] = [];
  for (const first of firstOfEach(unsteady)) {
    const times = unsteady.filter(({ effect }) => effect === first.effect).length;
    causes.push({ ...((await occasional(first, sender)) ?? asItCame(first)), times });
  }
  return causes;
}

/** Whether a failure comes now and then, whatever is sent: it shows among many documented requests. */
async function occasional({ key, effect, program }: Failure, sender: Sender): Promise<Cause | undefined> {
  const many: Program = { steps: [step({}, { count: mostRepeats })], round: 0 };
  await sender.startAfresh();
  for (const sent of (await sender.send(many)) ?? []) {
    const finding = sent.findings.find((own) => causeKey(own, sent) === key);
    if (!finding) continue;
    const shown = { sent: [sent], failing: sent, findings: [finding], also: [] } as const;
    return { program: many, part: partOf(program), effect, ...shown };
  }
  return undefined;
}

/** The program of a failure, reduced; `undefined` if it does not fail when it is sent again. */
async function reduced(failure: Failure, sender: Sender): Promise<Cause | undefined> {
  let last: Pick<Cause, 'sent' | 'failing' | 'findings'> | undefined;
  const showing =
    (isIt: (finding: Finding, sent: Sent) => boolean) =>
    async (program: Program): Promise<boolean> => {
      await sender.startAfresh();
      const sent = (await sender.send(program)) ?? [];
      const failing = sent.find((each) => each.findings.some((own) => isIt(own, each)));
      if (!failing) return false;
      const findings = failing.findings.filter((own) => isIt(own, failing));
      last = { sent: sent.slice(-3), failing, findings };
      return true;
    };
  // Which row a refusal of a valid request breaks depends on what is special about it, and that is being reduced.
  const isSame = (finding: Finding, sent: Sent): boolean =>
    failure.effect === 'refuses'
      ? effectKey(finding, sent) === failure.effect && cameOf(finding, sent) === cameOf(failure.finding, failure.sent)
      : causeKey(finding, sent) === failure.key;
  const shows = showing(isSame);
  if (!(await shows(failure.program)) && !(await shows(failure.program))) return undefined;
  const fewest = await reduce(failure.program, shows);
  // What comes now and then may seem to depend on anything.
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

/** A failure as it came, not reduced. */
const asItCame = ({ program, sent, finding, effect }: Failure): Cause => ({
  ...{ program, part: partOf(program), effect, sent: [sent], failing: sent, findings: [finding], also: [] },
});

/** The first failure of each effect. */
const firstOfEach = (failures: readonly Failure[]): Failure[] => [
  ...new Map([...failures].reverse().map((failure) => [failure.effect, failure])).values(),
];

import type { Finding } from '../../report/types';
import type { Session } from '../session';
import { type CauseKey, causeKey, type Failure, includes, knownKey, levelCount } from './causes';
import { type Part, type Program, partOf, programId } from './program';
import { reduce } from './reduce';
import type { Sender, Sent } from './send';

/** The fewest conditions under which something is wrong. */
export interface Cause {
  readonly program: Program;
  /** The part that found it. */
  readonly part: Part;
  /** What the program was answered. */
  readonly sent: readonly Sent[];
  readonly findings: readonly Finding[];
  /** Said of what does not show each time that it is sent. */
  readonly rate?: string;
}

/** More causes are not looked for: by then the target is broken in many ways. */
const mostCauses = 40;
/** More requests are not sent to reduce what fails. */
const mostRequests = 2500;

const sizeOf = ({ program }: Failure): number =>
  levelCount(program) + program.steps.reduce((sum, { count }) => sum + 10 * count, 0);

/** What fails is reduced, the smallest first; what then holds a reduced program too is explained by it. */
export async function findCauses(failures: readonly Failure[], session: Session, sender: Sender): Promise<Cause[]> {
  const known = new Set(session.found.map(knownKey));
  const isNew = ({ finding }: Failure): number => (known.has(knownKey(finding)) ? 1 : 0);
  let left = [...failures].sort((one, other) => isNew(one) - isNew(other) || sizeOf(one) - sizeOf(other));
  const causes = new Map<string, Cause>();
  const confirmed = new Set<CauseKey>();
  const unsteady: Failure[] = [];
  const enough = sender.requests + mostRequests;
  while (left.length > 0 && causes.size < mostCauses && sender.requests < enough && !session.parts.signal.aborted) {
    const failure = left[0]!;
    const found = await reduced(failure, sender);
    if (!found) {
      unsteady.push(failure);
      left = left.slice(1);
      continue;
    }
    confirmed.add(failure.key);
    left = left.filter((each) => each !== failure && !(each.key === failure.key && includes(each.program, found.program)));
    const id = programId(found.program);
    const before = causes.get(id);
    causes.set(id, before ? { ...before, findings: [...before.findings, failure.finding] } : found);
  }
  for (const cause of rareCauses(unsteady.filter(({ key }) => !confirmed.has(key)))) {
    const id = programId(cause.program);
    if (!causes.has(id)) causes.set(id, cause);
  }
  return [...causes.values()];
}

/** The program of a failure, reduced; `undefined` if it does not fail when it is sent again. */
async function reduced(failure: Failure, sender: Sender): Promise<Cause | undefined> {
  let last: readonly Sent[] = [];
  let finding = failure.finding;
  const shows = async (program: Program): Promise<boolean> => {
    const sent = (await sender.send(program)) ?? [];
    const found = sent.flatMap((each) =>
      each.findings.filter((own) => causeKey(own, each) === failure.key).map((own) => ({ each, own })),
    )[0];
    if (!found) return false;
    finding = found.own;
    last = sent;
    return true;
  };
  if (!(await shows(failure.program)) && !(await shows(failure.program))) return undefined;
  const program = await reduce(failure.program, shows);
  return { program, part: partOf(failure.program), sent: last.slice(-3), findings: [finding] };
}

/** What did not show again, once for each cause. */
function rareCauses(failures: readonly Failure[]): Cause[] {
  const byKey = new Map<CauseKey, Failure[]>();
  for (const failure of failures) byKey.set(failure.key, [...(byKey.get(failure.key) ?? []), failure]);
  return [...byKey.values()].map((same) => {
    const [{ program, sent, finding }] = same as [Failure];
    const rate = `not each time (${same.length === 1 ? 'once' : `${same.length} times`} in this run)`;
    return { program, part: partOf(program), sent: [sent], findings: [finding], rate };
  });
}

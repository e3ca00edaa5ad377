import { deviationsOf } from '../../contract/model/factors/compose';
import { plural } from '../../lib/plural';
import type { Finding } from '../../report/types';
import type { Session } from '../session';
import { type CauseKey, causeKey, type Failure, includes, knownKey, levelCount, symptomOf } from './causes';
import { type Part, type Program, partOf, programId, step } from './program';
import { reduce } from './reduce';
import type { Sender, Sent } from './send';

/** The fewest conditions under which something is wrong. */
export interface Cause {
  readonly program: Program;
  readonly key: CauseKey;
  /** The part that found it. */
  readonly part: Part;
  /** What the program was answered. */
  readonly sent: readonly Sent[];
  readonly findings: readonly Finding[];
  /** How many other conditions show it in place of one of the program's. */
  readonly others: number;
  /** Said of what does not show each time that it is sent. */
  readonly rate?: string;
}

/** More causes are not looked for: by then the target is broken in many ways. */
const mostCauses = 40;
/** More requests are not sent to reduce what fails. */
const mostRequests = 2500;
/** So often the documented request is sent, to see what comes now and then. */
const mostRepeats = 64;

/**
 * So many causes that differ in one condition alone are one cause, which shows beside any such condition: fewer where
 * the condition that they share is harmless by itself.
 */
const alike = { harmless: 2, refused: 3 } as const;

const sizeOf = ({ program }: Failure): number =>
  levelCount(program) + program.steps.reduce((sum, { count }) => sum + 10 * count, 0);

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
  const known = new Set(session.found.map(knownKey));
  const isNew = ({ finding }: Failure): number => (known.has(knownKey(finding)) ? 1 : 0);
  let left: Failure[] = [...failures].sort((one, other) => isNew(one) - isNew(other) || sizeOf(one) - sizeOf(other));
  const causes = new Map<string, Cause>();
  const confirmed = new Set<string>();
  const unsteady: Failure[] = [];
  const enough = sender.requests + mostRequests;
  const isEnough = () => causes.size >= mostCauses || sender.requests >= enough || isOver();
  while (left.length > 0 && !isEnough() && !session.parts.signal.aborted) {
    const failure = left[0]!;
    const found = await reduced(failure, sender);
    if (!found) {
      left = left.slice(1);
      if (unsteady.some(({ key }) => key === failure.key)) {
        unsteady.push(failure);
        continue;
      }
      const rare = await occasional(failure, sender);
      if (rare) {
        const same = left.filter(({ key }) => key === failure.key).length + 1;
        causes.set(programId(rare.program), { ...rare, rate: notEachTime(same) });
        left = left.filter(({ key }) => key !== failure.key);
      } else unsteady.push(failure);
      continue;
    }
    confirmed.add(symptomOf(failure));
    left = left.filter(
      (each) => each !== failure && !(each.key === failure.key && includes(each.program, found.program)),
    );
    const id = programId(found.program);
    const before = causes.get(id);
    if (before) causes.set(id, { ...before, findings: [...before.findings, failure.finding] });
    else causes.set(id, found);
    left = merged(causes, found, left);
  }
  for (const cause of rareCauses(unsteady.filter((failure) => !confirmed.has(symptomOf(failure))))) {
    const id = programId(cause.program);
    if (!causes.has(id)) causes.set(id, cause);
  }
  if (left.length === 0) return { causes: [...causes.values()] };
  const keys = new Set([...causes.values()].map(({ key }) => key));
  const unreduced = causesOf(left.filter(({ key }) => !keys.has(key)));
  const limit =
    causes.size >= mostCauses
      ? `more than ${mostCauses} causes`
      : `${plural(left.length, 'failing combination')} not reduced after ${plural(sender.requests, 'request')}`;
  return { causes: [...causes.values(), ...unreduced.slice(0, mostCauses)], limit };
}

/**
 * Makes one cause of those that share a condition with the one just found, if they are many: the first stays. Returns
 * the failures that this does not explain.
 */
function merged(causes: Map<string, Cause>, found: Cause, left: readonly Failure[]): Failure[] {
  const [{ rule }] = found.findings as [Finding];
  for (const { shared, least } of conditionsOf(found.program)) {
    const [first, ...others] = [...causes].filter(
      ([, cause]) => cause.findings[0]!.rule === rule && includes(cause.program, shared),
    );
    if (!first || others.length + 1 < least) continue;
    for (const [id] of others) causes.delete(id);
    const explained = left.filter((each) => each.finding.rule === rule && includes(each.program, shared));
    causes.set(first[0], { ...first[1], others: first[1].others + others.length + explained.length });
    return left.filter((each) => !explained.includes(each));
  }
  return [...left];
}

/** The conditions of a program of one request with several, each as a program of its own. */
function conditionsOf({ steps: [only, ...more], round }: Program): { shared: Program; least: number }[] {
  const levels = deviationsOf(only.call, only.choice);
  if (more.length > 0 || only.count > 1 || levels.length < 2) return [];
  return levels.map(({ factor, level }) => ({
    shared: { steps: [{ ...only, choice: { [factor.id]: level.id } }], round },
    least: level.alone === 'refused' ? alike.refused : alike.harmless,
  }));
}

const notEachTime = (times: number): string => `not each time (${times === 1 ? 'once' : `${times} times`} in this run)`;

/** Whether a failure comes now and then, whatever is sent: it shows among many documented requests. */
async function occasional({ key, program }: Failure, sender: Sender): Promise<Cause | undefined> {
  const many: Program = { steps: [step({}, { count: mostRepeats })], round: 0 };
  for (const sent of (await sender.send(many)) ?? []) {
    const finding = sent.findings.find((own) => causeKey(own, sent) === key);
    if (finding) return { program: many, part: partOf(program), key, sent: [sent], findings: [finding], others: 0 };
  }
  return undefined;
}

/** The program of a failure, reduced; `undefined` if it does not fail when it is sent again. */
async function reduced(failure: Failure, sender: Sender): Promise<Cause | undefined> {
  let last: readonly Sent[] = [];
  let finding = failure.finding;
  const shows = async (program: Program): Promise<boolean> => {
    // What the last one left behind must not count for this one.
    await sender.send({ steps: [step()], round: 0 });
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
  // What comes now and then may seem to depend on anything.
  if (!(await shows(program)) || !(await shows(program))) return undefined;
  return {
    program,
    part: partOf(failure.program),
    key: failure.key,
    sent: last.slice(-3),
    findings: [finding],
    others: 0,
  };
}

/** What did not show again, once for each cause. */
const rareCauses = (failures: readonly Failure[]): Cause[] =>
  causesOf(failures).map((cause) => ({
    ...cause,
    rate: notEachTime(failures.filter(({ key }) => key === cause.key).length),
  }));

/** The first failure of each kind, as it came. */
function causesOf(failures: readonly Failure[]): Cause[] {
  const byKey = new Map<CauseKey, Failure[]>();
  for (const failure of failures) byKey.set(failure.key, [...(byKey.get(failure.key) ?? []), failure]);
  return [...byKey.values()].map((same) => {
    const [{ program, sent, finding, key }] = same as [Failure];
    return { program, part: partOf(program), key, sent: [sent], findings: [finding], others: 0 };
  });
}

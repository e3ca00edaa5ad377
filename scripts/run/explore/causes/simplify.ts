import { factors } from '../../../contract/model/factors';
import { type Choice, deviationsOf, isAllowed } from '../../../contract/model/factors/compose';
import { type Program, withLast } from '../program';

/** The plainest bad requests, to replace one that is refused for a reason of the same kind. */
const plainest: Readonly<Record<string, readonly Choice[]>> = {
  credential: [{ credential: 'none' }],
  transport: [{ credential: 'none' }],
  'customer-ref': [{ 'customer-ref': 'absent' }],
  'order-ref': [{ 'customer-ref': 'absent' }, { 'order-ref': 'absent' }],
  'instruction-ref': [{ 'customer-ref': 'absent' }, { 'instruction-ref': 'absent' }],
  body: [{ 'customer-ref': 'absent' }],
};

/** The places of which `elsewhere` holds all. */
const places: readonly Choice[] = [
  'cookie',
  'cookie-authorization',
  'query',
  'query-token',
  'body',
  'proxy-authorization',
  'x-authorization',
  'x-api-key',
  'x-access-token',
].map((transport) => ({ transport }));

const withChoice = (program: Program, choice: Choice): Program =>
  withLast(program, { ...program.steps.at(-1)!, choice });

/** The factors of the levels for which the last request must be refused. */
export const faultyOf = ({ steps }: Program): string[] => {
  const { call, choice } = steps.at(-1)!;
  return deviationsOf(call, choice).flatMap(({ factor, level }) => (level.alone === 'refused' ? [factor.id] : []));
};

const omit = (choice: Choice, ids: readonly string[]): Choice =>
  Object.fromEntries(Object.entries(choice).filter(([id]) => !ids.includes(id)));

/** The condition under which a bad request is accepted: its program without the errors, if any other level is left. */
export function withoutFaults(program: Program): Program {
  const left = omit(program.steps.at(-1)!.choice, faultyOf(program));
  return Object.keys(left).length === 0 ? program : withChoice(program, left);
}

/** Programs with the same condition that must be refused for the plainest reason. */
export function plainer(program: Program): Program[] {
  const faulty = faultyOf(program);
  const { call, choice } = program.steps.at(-1)!;
  const [only, ...more] = faulty;
  const isAlone = faulty.length === Object.keys(choice).length && program.steps.length === 1;
  if (only === undefined || more.length > 0) return [];
  const isEverywhere = choice.transport === 'elsewhere';
  if (isAlone && !isEverywhere) return [];
  return [...(plainest[only] ?? []), ...(isEverywhere ? places : [])]
    .map((each): Choice => ({ ...omit(choice, [only]), ...each }))
    .filter((each) => isKnown(call, each) && JSON.stringify(each) !== JSON.stringify(choice) && isAllowed(call, each))
    .map((each) => withChoice(program, each));
}

/** Whether a call has all these levels. */
function isKnown(call: Program['steps'][number]['call'], choice: Choice): boolean {
  return Object.entries(choice).every(([id, level]) =>
    factors[call].some((factor) => factor.id === id && factor.levels.some((each) => each.id === level)),
  );
}

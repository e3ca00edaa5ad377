import type { Sandbox } from '../types';
import { type Answer, type Call, type connect, withSandbox } from './client';
import { observe, probeTime } from './probes';

export type Send = ReturnType<typeof connect>;

/** A clock that stands still until it is moved on. */
export interface Clock {
  now: number;
}

/** Runs a function with a sandbox of this fault or variant, or with the baseline. */
export const using = <T>(
  id: string | undefined,
  use: (send: Send, sandbox: Sandbox, clock: Clock) => Promise<T>,
): Promise<T> => {
  const clock: Clock = { now: probeTime };
  return withSandbox({ now: () => clock.now, ...(id === undefined ? {} : { fault: id }) }, (send, sandbox) =>
    use(send, sandbox, clock),
  );
};

/** Retries while the server asks for it, a second later each time. */
export const patiently = (send: Send, clock: Clock): Send =>
  Object.assign(
    async (call: Call): Promise<Answer> => {
      for (let attempt = 1; ; attempt++) {
        const answer = await send(call);
        if (![429, 503].includes(answer.status) || attempt === 5) return answer;
        clock.now += 1000;
      }
    },
    { end: () => send.end() },
  );

/** A response and everything that can be observed about it. */
export interface Seen {
  readonly name: string;
  readonly answer: Answer;
  readonly observation: string;
}

/** The baseline's response to each probe. */
export const seeBaseline = (): Promise<readonly Seen[]> =>
  using(undefined, async (send, { credentials }) => {
    const seen: Seen[] = [];
    for await (const [name, answer, observation] of observe(credentials, send))
      seen.push({ name, answer, observation });
    return seen;
  });

/** The first probe that a sandbox answers differently from the baseline. */
export const firstDifference = (baseline: readonly Seen[], id?: string): Promise<string | undefined> =>
  using(id, async (send, { credentials }) => {
    let index = 0;
    for await (const [name, , observation] of observe(credentials, send)) {
      if (observation !== baseline[index++]?.observation) return name;
    }
    return undefined;
  });

/** Calls a function for each id, several at a time. */
export async function each(ids: readonly string[], use: (id: string) => Promise<unknown>): Promise<void> {
  const left = [...ids];
  const work = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) await use(id);
  };
  await Promise.all(Array.from({ length: 16 }, work));
}

/** The ids whose sandbox cannot be distinguished from the baseline. */
export async function unseen(baseline: readonly Seen[], ids: readonly string[]): Promise<readonly string[]> {
  const same: string[] = [];
  await each(ids, async (id) => {
    if ((await firstDifference(baseline, id)) === undefined) same.push(id);
  });
  return same;
}

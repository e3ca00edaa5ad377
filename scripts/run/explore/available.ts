import type { CallId } from '../../contract/model';
import { factors } from '../../contract/model/factors';
import { type Composed, compose } from '../../contract/model/factors/compose';
import { type Factor, isExpecting, type Sources } from '../../contract/model/factors/draft';
import type { Factors, Named } from './plan-input';

const calls = Object.keys(factors) as CallId[];

/**
 * Bodies longer than this are sent alone: combining them would take most of the time. The same is true of requests that
 * wait for a 100, each of which needs its own connection.
 */
const largeBody = 100_000;
/** Many servers accept headers of up to 8 KB, and URLs of the same length. */
const bulkyHead = 900;

/** What a run can send with its credentials. */
export interface Available {
  readonly factors: Factors;
  /** Levels with a large body, or that are slow for another reason. */
  readonly large: ReadonlySet<string>;
  /** Levels with long headers or a long URL. */
  readonly bulky: ReadonlySet<string>;
}

export const nameOf = ({ call, factor, level }: Named): string => `${call}:${factor}=${level}`;

const headLength = ({ request: { url, headers } }: Composed): number =>
  headers.reduce((sum, [name, value]) => sum + name.length + value.length, url.length);

/** The factors, with the levels that these credentials allow. */
export function availableFor(sources: Sources): Available {
  const found: Partial<Record<CallId, readonly Factor[]>> = {};
  const large = new Set<string>();
  const bulky = new Set<string>();
  for (const call of calls) {
    const usual = compose(call, {}, sources);
    if (!usual) continue;
    const most = headLength(usual) + bulkyHead;
    found[call] = factors[call].map((factor) => {
      const [first, ...others] = factor.levels;
      const sendable = others.filter(({ id }) => {
        const composed = compose(call, { [factor.id]: id }, sources);
        if (!composed) return false;
        const name = nameOf({ call, factor: factor.id, level: id });
        if ((composed.request.body?.length ?? 0) > largeBody || isExpecting(composed.transfer)) large.add(name);
        if (headLength(composed) > most) bulky.add(name);
        return true;
      });
      return { ...factor, levels: [first, ...sendable] };
    });
  }
  return { factors: found, large, bulky };
}

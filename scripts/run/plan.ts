import { tokenCase } from '../contract/calls/management-token/call';
import type { ContractCase } from '../contract/types';
import { isSelected, type Selection } from './selection';

/** The cases that a case depends on: its control, the case it uses, and the one that fetches the management token. */
export function dependencies({ control, uses, needs }: ContractCase, fetchesToken: boolean): string[] {
  const needsToken = needs.includes('credentials') || needs.includes('jwsManagementToken');
  const ids = [control, uses, needsToken && fetchesToken ? tokenCase : undefined].filter((id) => id !== undefined);
  return [...new Set(ids)];
}

export interface Plan {
  /** The selected cases and those that they depend on, in the order of the contract. */
  readonly cases: readonly ContractCase[];
  /** The same cases in stages: each stage depends on earlier ones only. */
  readonly stages: readonly (readonly ContractCase[])[];
}

/**
 * Plans the selected cases and their dependencies.
 *
 * @param fetchesToken the management token comes from the HMAC exchange
 * @throws if a case depends on one that does not exist, or on itself: a mistake in the contract
 */
export function planRun(all: readonly ContractCase[], selection: Selection, fetchesToken: boolean): Plan {
  const byId = new Map(all.map((contractCase) => [contractCase.id, contractCase]));
  const depths = new Map<string, number>();
  const depth = (id: string, path: readonly string[]): number => {
    const contractCase = byId.get(id);
    if (!contractCase || path.includes(id))
      throw new Error(
        `case ${path.at(-1)} depends on ${id}, which ${contractCase ? 'depends on it' : 'does not exist'}`,
      );
    const known = depths.get(id);
    if (known !== undefined) return known;
    const needed = dependencies(contractCase, fetchesToken).map((dependency) => depth(dependency, [...path, id]));
    const value = Math.max(0, ...needed.map((other) => other + 1));
    depths.set(id, value);
    return value;
  };
  for (const contractCase of all) if (isSelected(contractCase, selection)) depth(contractCase.id, []);
  const cases = all.filter(({ id }) => depths.has(id));
  const stages: ContractCase[][] = [];
  for (const contractCase of cases) {
    const level = depths.get(contractCase.id)!;
    stages[level] = [...(stages[level] ?? []), contractCase];
  }
  return { cases, stages };
}

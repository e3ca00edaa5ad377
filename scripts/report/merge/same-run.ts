import { UserError } from '../../lib/user-error';
import { targetKind } from '../target';
import type { RunReport } from '../types';
import type { NamedReport } from './assemble';

/** What must agree among reports that are merged, by what it is called. */
type Marks = Readonly<Record<string, string>>;

const yesNo = (value: boolean | undefined): string => (value ? 'yes' : 'no');

/** The embedded sandbox has a different port in each run, so its URL is left out. */
function commonMarks({ tool, target, strict, failOnFlaky, side }: RunReport): Marks {
  return {
    program: `${tool.name} ${tool.version}`,
    target: targetKind(target) === 'embedded' ? 'embedded' : `${target.name} ${target.baseUrl}`,
    '--strict': yesNo(strict),
    '--fail-on-flaky': yesNo(failOnFlaky),
    '--side': side ?? 'not given',
  };
}

/**
 * @param moreMarks what must agree besides target, program and options
 * @throws UserError with the first two reports that differ, and what differs
 */
export function refuseStrangers(
  inputs: readonly NamedReport[],
  moreMarks: (report: RunReport) => Marks = () => ({}),
): void {
  const [first, ...others] = inputs.map(({ name, report }) => ({
    name,
    marks: { ...commonMarks(report), ...moreMarks(report) },
  }));
  for (const other of others) {
    for (const [mark, value] of Object.entries(first!.marks)) {
      if (other.marks[mark] === value) continue;
      throw new UserError(
        `${first!.name} and ${other.name} cannot be merged: ${mark} is ${value} in one and ${other.marks[mark]} in the other`,
        'merge shards of one plan, or runs of the same cases against the same target; to compare others, use --history DIR',
      );
    }
  }
}

import { writeFileSync } from 'node:fs';
import type { RunReport } from '../report/types';
import { makeWorkplace, type Outcome, type Workplace } from './cli';
import { finding, type RunFixture } from './run-fixtures';
import { validReport } from './valid-report';

/** A run in which the contract holds, and one in which it is broken. */
export const held: RunFixture = { cases: [{ id: 'a' }, { id: 'b' }] };
export const broken: RunFixture = { cases: [{ id: 'a' }, { id: 'b', verdict: 'failed', findings: [finding()] }] };

/** A working directory for `report`: writes its input under a name, and returns the name. */
export interface ReportWorkplace extends Workplace {
  readonly put: (file: string, content: string) => string;
  readonly json: (file: string, report: object) => string;
  readonly report: (...args: string[]) => Promise<Outcome>;
}

/** Call this at the top of a test file: it cleans up after its tests. */
export function reportWorkplace(): ReportWorkplace {
  const work = makeWorkplace();
  afterAll(work.remove);
  const put = (file: string, content: string): string => {
    writeFileSync(work.path(file), content);
    return file;
  };
  return {
    ...work,
    put,
    json: (file, report) => put(file, JSON.stringify(report)),
    report: (...args) => work.run(['report', ...args]),
  };
}

/** What `report --json` prints for the reports of some folders, which matches the schema. */
export async function mergedReport(work: Workplace, ...folders: string[]): Promise<RunReport> {
  const { stdout } = await work.run(['report', '--json', ...folders]);
  return validReport(JSON.parse(stdout));
}

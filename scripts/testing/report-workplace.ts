import { writeFileSync } from 'node:fs';
import { makeWorkplace, type Outcome, type Workplace } from './cli';
import { finding, type RunFixture } from './run-fixtures';

/** A run that the contract holds in, and one that it is broken in. */
export const held: RunFixture = { cases: [{ id: 'a' }, { id: 'b' }] };
export const broken: RunFixture = { cases: [{ id: 'a' }, { id: 'b', verdict: 'failed', findings: [finding()] }] };

/** A working directory for `report`: what it reads is put there by name, which is given back. */
export interface ReportWorkplace extends Workplace {
  readonly put: (file: string, content: string) => string;
  readonly json: (file: string, report: object) => string;
  readonly report: (...args: string[]) => Promise<Outcome>;
}

/** Made at the top of a test file: it tidies up after its tests. */
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

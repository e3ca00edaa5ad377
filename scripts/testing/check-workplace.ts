import { writeFileSync } from 'node:fs';
import { type Sandbox, startSandbox } from '../sandbox';
import type { Outcome } from './cli';
import { type SandboxWorkplace, sandboxWorkplace } from './sandbox-workplace';
import { validReport } from './valid-report';

/** A working directory for `check`, a correct sandbox, and one that accepts requests without `customerRef`. */
export interface CheckWorkplace extends SandboxWorkplace {
  readonly broken: Sandbox;
  /** Writes a file of text, of bytes, or of a value as JSON, and returns its name. */
  readonly write: (name: string, content: unknown) => string;
  readonly check: (files: readonly string[], ...options: string[]) => Promise<Outcome>;
}

/** Call this at the top of a test file: it sets up and cleans up for its tests. */
export function checkWorkplace(): CheckWorkplace {
  const work = sandboxWorkplace();
  let broken: Sandbox;
  beforeAll(async () => {
    broken = await startSandbox({ fault: 'customer-ref-missing-accepted' });
  });
  afterAll(() => broken.close());
  const { cwd, path, run, remove } = work;
  return {
    ...{ cwd, path, run, remove },
    get sandbox() {
      return work.sandbox;
    },
    get broken() {
      return broken;
    },
    write: (name, content) => {
      const bytes = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);
      writeFileSync(path(name), bytes);
      return name;
    },
    check: async (files, ...options) => {
      const outcome = await run(['check', ...files, '--out', 'out', ...options]);
      return { ...outcome, report: outcome.report && validReport(outcome.report) };
    },
  };
}

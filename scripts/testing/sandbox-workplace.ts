import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, type Workplace } from './cli';
import { closeServers } from './servers';

/** A working directory and a sandbox that the tests of a file share. */
export interface SandboxWorkplace extends Workplace {
  /** Available once the tests have started. */
  readonly sandbox: Sandbox;
}

/** Call this at the top of a test file: it sets up and cleans up for its tests, including the servers of each test. */
export function sandboxWorkplace(): SandboxWorkplace {
  const work = makeWorkplace();
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterEach(closeServers);
  afterAll(async () => {
    await sandbox.close();
    work.remove();
  });
  return {
    ...work,
    get sandbox() {
      return sandbox;
    },
  };
}

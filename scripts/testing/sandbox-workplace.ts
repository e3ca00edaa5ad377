import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, type Workplace } from './cli';
import { closeServers } from './servers';

/** A working directory, and the sandbox that the tests of a file share. */
export interface SandboxWorkplace extends Workplace {
  /** There once the tests have begun. */
  readonly sandbox: Sandbox;
}

/** Made at the top of a test file: sets up and tidies up around its tests, the servers of each test included. */
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

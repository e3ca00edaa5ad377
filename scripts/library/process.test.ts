import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from '../testing/built';

/** What would change a run, if it were read. */
const wrong = {
  IMBURSE_PUBLIC_KEY: 'wrong',
  IMBURSE_PRIVATE_KEY: 'wrong',
  IMBURSE_MANAGEMENT_TOKEN: 'wrong',
  HTTP_PROXY: 'http://127.0.0.1:1',
  HTTPS_PROXY: 'http://127.0.0.1:1',
};

/** Runs a program against the package, and says what it did to its process apart from its work. */
function touchedBy(work: string) {
  const folder = mkdtempSync(join(tmpdir(), 'process-'));
  const lines = Object.entries(wrong).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(folder, '.env'), lines.join('\n'));
  const library = JSON.stringify(join(built(), 'dist/library'));
  const program = `
    const read = new Set();
    process.env = new Proxy(process.env, { get: (all, name) => (read.add(String(name)), all[name]) });
    const written = [];
    const write = process.stdout.write.bind(process.stdout);
    for (const stream of [process.stdout, process.stderr])
      stream.write = (text) => (written.push(String(text)), true);
    process.exit = () => { throw new Error('the process was ended'); };
    const listeners = () => process.eventNames().map((name) => [String(name), process.listenerCount(name)]);
    const library = ${library};
    (async () => {
      const before = JSON.stringify(listeners());
      const result = await (${work})(library);
      const kept = JSON.stringify(listeners()) === before;
      const { exitCode } = process;
      write(JSON.stringify({ result, read: [...read].filter((name) => /^IMBURSE_|proxy$/i.test(name)), written, kept, exitCode }));
    })();`;
  try {
    const options = { cwd: folder, env: { ...process.env, ...wrong }, encoding: 'utf8', timeout: 60_000 } as const;
    return JSON.parse(execFileSync(process.execPath, ['-e', program], options));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the library reads no variable, writes to no stream, and leaves its process as it was', () => {
  const untouched = { read: [], written: [], kept: true };

  it.each(['direct', 'newman'])('in run, with the engine %s', (engine) => {
    const work = `async (library) => {
      const { run } = require(library + '/run.js');
      return (await run({ engine: ${JSON.stringify(engine)}, cases: ['accept.documented'] })).verdict;
    }`;
    expect(touchedBy(work)).toEqual({ result: 'held', ...untouched });
  });

  it('in checkCredentials', () => {
    const work = `async (library) => (await require(library + '/run.js').checkCredentials()).verdict`;
    expect(touchedBy(work)).toEqual({ result: 'working', ...untouched });
  });

  it('in a sandbox, and in the checker of what it answers', () => {
    const work = `async (library) => {
      const sandbox = await require(library + '/sandbox.js').startSandbox();
      const request = { method: 'POST', body: '{}' };
      const response = await fetch(sandbox.url + '/v1/identity/payout', request);
      const { verdict } = await require(library + '/index.js').checkExchange({ response, request });
      await sandbox.close();
      return verdict;
    }`;
    expect(touchedBy(work)).toEqual({ result: 'passed', ...untouched });
  });
});

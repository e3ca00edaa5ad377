import type { Io } from '../lib/io';
import { calledAs, printingCommandsAs } from './called-as';

describe('the name of the command', () => {
  it.each([
    [{}, 'payout-contract'],
    [
      { npm_command: 'run-script', npm_lifecycle_event: 'contract', npm_lifecycle_script: 'ts-node scripts/cli.ts' },
      'npm run -s contract --',
    ],
    [
      { npm_command: 'start', npm_lifecycle_event: 'start', npm_lifecycle_script: 'ts-node scripts/cli.ts run' },
      'npm run -s contract --',
    ],
    [
      { npm_command: 'exec', npm_lifecycle_event: 'npx', npm_lifecycle_script: 'payout-contract run' },
      'npx payout-contract',
    ],
    // A script of someone else's package.
    [
      { npm_command: 'run-script', npm_lifecycle_event: 'contract', npm_lifecycle_script: 'payout-contract run' },
      'payout-contract',
    ],
    [{ npm_command: 'exec', npm_lifecycle_event: 'npx', npm_lifecycle_script: 'jest -w 1' }, 'payout-contract'],
  ])('with %j is %s', (env, wanted) => {
    expect(calledAs(env)).toBe(wanted);
  });

  it.each([
    ['next: payout-contract run --help', 'next: npm run -s contract -- run --help'],
    ['payout-contract 0.1.0 · payout-contract --help', 'payout-contract 0.1.0 · npm run -s contract -- --help'],
    ['a bug in payout-contract, not in the target', 'a bug in payout-contract, not in the target'],
    ['cd ~/payout-contract run', 'cd ~/payout-contract run'],
  ])('is printed where a command is: %s', (text, wanted) => {
    const written: string[] = [];
    const stream = { write: (part: string) => written.push(part), isTTY: true, columns: 80 };
    const io: Io = { env: {}, cwd: '/', stdout: stream, stderr: stream, onSignal: () => () => undefined };
    const printing = printingCommandsAs('npm run -s contract --', ['run', 'check'], io);
    printing.stdout.write(text);
    printing.stderr.write(text);
    expect(written).toEqual([wanted, wanted]);
    expect([printing.stdout.isTTY, printing.stdout.columns, printing.cwd]).toEqual([true, 80, '/']);
  });
});

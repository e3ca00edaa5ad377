import { calledAs } from './called-as';

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
});

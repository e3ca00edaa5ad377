import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root';
import { built } from '../built';
import { present } from '../present';

const registry = spawnSync('npm', ['view', '@usebruno/cli@4.1.0', 'version'], { encoding: 'utf8' });
const itWithRegistry = present(registry.status === 0, 'the npm registry') ? it : it.skip;

itWithRegistry(
  "Bruno's own runner reaches the verdicts of stock Newman with the collection",
  () => {
    const { status, stdout, stderr } = spawnSync(
      'bash',
      [join(packageRoot, 'scripts/testing/instruments/bruno.sh'), 'short'],
      {
        encoding: 'utf8',
        env: { ...process.env, CLI: built('dist', 'cli.js') },
      },
    );
    expect({ status, stdout, stderr: status === 0 ? '' : stderr }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^bruno developer: \d{3} assertions as in Newman, exit code 0\n$/),
      stderr: '',
    });
  },
  600_000,
);

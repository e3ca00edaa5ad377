/** A target that puts hostile text everywhere; prints the settings of a run against it, and ends with its input. */
import { startSandbox } from '../../sandbox';
import { settingsOf } from '../cli';
import { hostileProxy } from '../hostile-proxy';

async function main(): Promise<void> {
  const sandbox = await startSandbox();
  const { url } = await hostileProxy(sandbox.url, 0);
  const settings = { ...settingsOf(sandbox), IMBURSE_BASE_URL: url };
  process.stdout.write(`${JSON.stringify(settings)}\n`);
  process.stdin.on('end', () => process.exit()).resume();
}

void main();

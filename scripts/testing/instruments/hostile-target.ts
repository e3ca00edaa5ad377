/**
 * A target that puts hostile text everywhere; prints the settings of a run against it, and ends with its input. With an
 * argument, the texts are those in this file.
 */
import { readFileSync } from 'node:fs';
import { startSandbox } from '../../sandbox';
import { settingsOf } from '../cli';
import { hostileProxy } from '../hostile-proxy';

async function main(): Promise<void> {
  const [, , file] = process.argv;
  const sandbox = await startSandbox();
  const texts = file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'));
  const { url } = await hostileProxy(sandbox.url, 0, texts);
  const settings = { ...settingsOf(sandbox), IMBURSE_BASE_URL: url };
  process.stdout.write(`${JSON.stringify(settings)}\n`);
  process.stdin.on('end', () => process.exit()).resume();
}

void main();

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { SeededFault } from '../credentials/testing/arrange';
import { secretPartsOf } from '../credentials/testing/leak';
import type { Workplace } from './cli';

/** What check-credentials writes about a fault, and the secrets that must not be in it. */
export async function faultOutput({ run, path }: Workplace, { arrange }: SeededFault) {
  const { trial, close } = await arrange();
  const { settings, environment, envText, baseUrl, timeoutMs = 60_000, maxDurationMs = 60_000 } = trial;
  if (envText !== undefined) writeFileSync(path('.env'), envText, { mode: 0o600 });
  const limits = ['--timeout', `${timeoutMs}`, '--max-duration', `${Math.ceil(maxDurationMs / 1000)}`];
  const args = ['check-credentials', '--target', baseUrl, ...limits, '--bundle', 'bundle.json'];
  const { stdout, stderr } = await run(args, { env: { ...settings, ...environment } }).finally(close);
  const bundle = existsSync(path('bundle.json')) ? readFileSync(path('bundle.json'), 'utf8') : '';
  const { IMBURSE_PRIVATE_KEY = '', IMBURSE_MANAGEMENT_TOKEN = '' } = settings;
  const secrets = [IMBURSE_PRIVATE_KEY, IMBURSE_MANAGEMENT_TOKEN].flatMap(secretPartsOf);
  return { said: stdout + stderr, bundle, secrets };
}

/** Whether a fault can be met at any address: the others need names or certificates of their own. */
export const isAnywhere = ({ step }: SeededFault): boolean => !['name-resolution', 'tls'].includes(step);

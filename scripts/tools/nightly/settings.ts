import type { Env } from '../../lib/io';
import { UserError } from '../../lib/user-error';
import type { GitHubOptions } from './github';

const next = 'GitHub Actions sets it; see docs/nightly.md';

/** The environment that GitHub Actions gives to a job. */
export interface JobSettings {
  readonly api: GitHubOptions;
  readonly run: string;
  readonly runUrl: string;
}

/**
 * Reads the job's environment.
 *
 * @throws UserError for a missing or malformed variable; its value is not quoted
 */
export function jobSettings(env: Env): JobSettings {
  const repository = setting(env, 'GITHUB_REPOSITORY', /^[\w.-]+\/[\w.-]+$/);
  const run = setting(env, 'GITHUB_RUN_ID', /^[1-9][0-9]{0,18}$/);
  const server = setting(
    { GITHUB_SERVER_URL: 'https://github.com', ...env },
    'GITHUB_SERVER_URL',
    /^https?:\/\/[^\s/]+$/,
  );
  return {
    api: { apiUrl: apiUrl(env), repository, token: setting(env, 'GITHUB_TOKEN', /^[\x21-\x7e]+$/) },
    run,
    runUrl: `${server}/${repository}/actions/runs/${run}`,
  };
}

function setting(env: Env, name: string, form: RegExp): string {
  const value = env[name];
  if (value === undefined || value === '') throw new UserError(`${name} is not set`, next);
  if (!form.test(value)) throw new UserError(`${name} is malformed`, next);
  return value;
}

/** The token is sent over TLS only, or stays on this machine. */
function apiUrl(env: Env): string {
  const text = env.GITHUB_API_URL || 'https://api.github.com';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (!url || (url.protocol !== 'https:' && !isLocal))
    throw new UserError('GITHUB_API_URL is not an https URL', 'for example https://api.github.com');
  return text.replace(/\/+$/, '');
}

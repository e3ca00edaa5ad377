import { UserError } from '../../lib/user-error';
import type { GitHubOptions } from './github';

type Env = Readonly<Record<string, string | undefined>>;

/** What GitHub Actions tells a job of itself. */
export interface JobSettings {
  readonly api: GitHubOptions;
  readonly run: string;
  readonly runUrl: string;
}

/** Reads the job's environment; throws a `UserError` that names what is missing or malformed, never its value. */
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
  if (value === undefined || value === '')
    throw new UserError(`${name} is not set`, 'GitHub Actions sets it; see docs/nightly.md');
  if (!form.test(value)) throw new UserError(`${name} is malformed`, 'GitHub Actions sets it; see docs/nightly.md');
  return value;
}

/** A token goes over TLS, or stays on this machine. */
function apiUrl(env: Env): string {
  const text = env.GITHUB_API_URL || 'https://api.github.com';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (!url || (url.protocol !== 'https:' && !isLocal))
    throw new UserError('GITHUB_API_URL is malformed', 'give an https URL');
  return text.replace(/\/+$/, '');
}

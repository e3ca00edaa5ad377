import { withoutCallPath } from '../../../contract/base-path';
import { hmacPaths, tokenCase } from '../../../contract/calls/management-token/call';
import { type Credentials, deriveVariables } from '../../../contract/derive';
import { needsOf, variablesIn } from '../../../contract/variables';
import { clockObstacle } from '../../../judge/clock';
import { missingNeed, notReady, rememberedUnsent } from '../../../judge/readiness';
import { scriptClient } from './client';
import { currentCase, recall, remember, scriptHost, setting, showVerdict } from './run-state';
import type { ScriptClient } from './script-client';

/** The paths of the calls. */
declare const callPaths: readonly string[];

declare function require(name: 'crypto-js'): Parameters<typeof scriptHost>[0];

type Send = NonNullable<ScriptClient['send']>;

const host = scriptHost(require('crypto-js'));

function credentials(): Credentials {
  return {
    managementToken: setting('managementToken'),
    publicKey: setting('publicKey'),
    privateKey: setting('privateKey'),
    expiredToken: setting('expiredToken'),
    noRoleToken: setting('noRoleToken'),
    expiredPayoutToken: setting('expiredPayoutToken'),
    accountId: setting('accountId'),
    tenantId: setting('tenantId'),
    hmacPath: setting('hmacPath') ?? hmacPaths[0],
  };
}

/** The variables of the request. */
const variables = () => variablesIn(scriptClient.template().replaceAll('{{baseUrl}}', ''));

/** Sets the variables of the request, or skips it with a reason. */
function prepare(): void {
  const known = currentCase();
  const used = known?.uses === undefined ? undefined : recall(known.uses);
  const names = variables();
  const values = deriveVariables(names, credentials(), used, host);
  for (const [name, value] of Object.entries(values)) scriptClient.set(name, value);
  if (!known) return;
  const { managementToken, publicKey } = credentials();
  const fetched = known.needs.includes('credentials') && !managementToken && publicKey ? tokenCase : undefined;
  const awaited = [fetched, known.control, known.uses].filter((id) => id !== undefined);
  const offset = setting('clockOffset') ?? '0';
  const skewed = clockObstacle(names, offset === 'unknown' ? undefined : Number(offset));
  const obstacle = skewed ?? notReady(awaited, known.uses, names, missingNeed(known.needs, credentials()), recall);
  if (!obstacle) {
    scriptClient.correctRequest?.(known.bytes);
    return;
  }
  remember(known.id, rememberedUnsent(obstacle));
  const unsent = awaited.find((id) => recall(id) === undefined);
  showVerdict(known.id, obstacle.verdict, obstacle.reason, obstacle.verdict === 'inconclusive' && unsent !== undefined);
  refuseWithoutCredentials();
  scriptClient.skipRequest();
}

/** One test of a run fails if everything is skipped, so that it does not look as if something was checked. */
function refuseWithoutCredentials(): void {
  const { managementToken, publicKey, privateKey } = credentials();
  if (managementToken || (publicKey && privateKey) || setting('warned')) return;
  scriptClient.set('warned', 'true');
  showVerdict('credentials', 'skipped', 'set managementToken, or publicKey and privateKey: nothing is checked', true);
}

/** Exchanges the API key for a management token (H2, H5), trying both paths. */
function fetchToken(send: Send, done: () => void, [path, ...others]: readonly string[] = hmacPaths): void {
  const { hmac } = deriveVariables(['hmac'], credentials(), undefined, host);
  const url = `${setting('baseUrl')}${path}`;
  send({ url, method: 'POST', header: { Authorization: `Hmac ${hmac}` } }, (error, response) => {
    if (!error && response.code === 404 && others.length > 0) {
      fetchToken(send, done, others);
      return;
    }
    if (error || response.code < 200 || response.code > 299) {
      showVerdict(
        'management token',
        'inconclusive',
        `the HMAC exchange got ${error ? 'no response' : response.code}`,
        true,
      );
    } else {
      scriptClient.set('managementToken', String((response.json() as { accessToken?: unknown }).accessToken ?? ''));
    }
    done();
  });
}

/** Cuts from the base URL what each request adds to it, as `run` does. It stays cut for the rest of the run. */
function cutBaseUrl(): void {
  const given = setting('baseUrl');
  const [, origin, path] = /^(https?:\/\/[^/?#]+)([^?#]*)$/i.exec(given ?? '') ?? [];
  if (origin === undefined || path === undefined) return;
  const base = withoutCallPath(path, callPaths);
  if (base === path) return;
  scriptClient.set('baseUrl', origin + base);
  console.log(`baseUrl is used without its "${path.slice(base.length)}", because each request has a path of its own`);
}

/** Prepares the current request, with a management token of its own if it is sent alone. */
function begin(): void {
  cutBaseUrl();
  const needs = needsOf(variables());
  const { managementToken, publicKey, privateKey } = credentials();
  const control = currentCase()?.control;
  // In a run of the whole collection, the case that fetches the token comes first. A single request fetches its own.
  const alone = recall(tokenCase) === undefined && (control === undefined || recall(control) !== undefined);
  const wantsToken = needs.includes('credentials') || needs.includes('jwsManagementToken');
  const fetches = alone && wantsToken && !managementToken && publicKey && privateKey;
  if (fetches && scriptClient.send) fetchToken(scriptClient.send, prepare);
  else prepare();
}

begin();

import { resolve } from 'node:path';
import { createSecureContext, rootCertificates } from 'node:tls';
import { proxyFor } from '../../http/proxy';
import type { Route } from '../../http/route';
import { type InputProblem, inputProblemText, readInput } from '../../lib/read-input';
import { shellQuote } from '../../lib/shell';
import { UserError } from '../../lib/user-error';
import type { SettingName } from './setting-table';
import type { Settings } from './settings';

const longestFile = 2 ** 20;

function readPem(name: SettingName, path: string, cwd: string): string {
  const next = `set ${name} to the path of a PEM file`;
  // The value may be the key itself, so it is not shown.
  if (path.includes('-----BEGIN')) throw new UserError(`${name} contains a certificate or key instead of a path`, next);
  try {
    return readInput(resolve(cwd, path), longestFile, name === 'IMBURSE_CLIENT_KEY').toString('utf8');
  } catch (error) {
    const exposed = (error as InputProblem).code === 'exposed';
    throw new UserError(
      `${name} names a file that cannot be read (${inputProblemText(error)})`,
      exposed ? `chmod 600 ${shellQuote(path)}` : next,
    );
  }
}

function readClientCertificate(settings: Settings, cwd: string): Route['clientCertificate'] {
  const [certificate, privateKey] = [settings.IMBURSE_CLIENT_CERT?.value, settings.IMBURSE_CLIENT_KEY?.value];
  if (certificate === undefined && privateKey === undefined) return undefined;
  if (certificate === undefined || privateKey === undefined)
    throw new UserError('IMBURSE_CLIENT_CERT and IMBURSE_CLIENT_KEY must be set together', 'set both or neither');
  const cert = readPem('IMBURSE_CLIENT_CERT', certificate, cwd);
  const key = readPem('IMBURSE_CLIENT_KEY', privateKey, cwd);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new UserError(
      `IMBURSE_CLIENT_CERT and IMBURSE_CLIENT_KEY are not a certificate and its key (${(error as NodeJS.ErrnoException).code})`,
      'use PEM files, the key without a passphrase; openssl x509 -in CERT -noout checks the certificate',
    );
  }
  return { cert, key };
}

/**
 * The authorities of NODE_EXTRA_CA_CERTS where Node itself has not read them: it does not know of `.env`.
 *
 * @throws UserError for a file that cannot be read
 */
function extraAuthorities(environment: Readonly<Record<string, string | undefined>>, cwd: string): Pick<Route, 'ca'> {
  const file = environment.NODE_EXTRA_CA_CERTS;
  if (!file || file === process.env.NODE_EXTRA_CA_CERTS) return {};
  try {
    return { ca: [...rootCertificates, readInput(resolve(cwd, file), 16 * longestFile).toString('utf8')].join('\n') };
  } catch (error) {
    throw new UserError(
      `NODE_EXTRA_CA_CERTS names a file that cannot be read (${inputProblemText(error)})`,
      'set it to the path of a PEM file',
    );
  }
}

/**
 * How to reach a target: through the proxy of the environment, and with the client certificate of the settings.
 *
 * @throws UserError for a certificate or key that cannot be read, or that do not match
 */
export function routeOf(
  baseUrl: string,
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Route {
  return {
    proxy: proxyFor(baseUrl, environment),
    clientCertificate: readClientCertificate(settings, cwd),
    ...extraAuthorities(environment, cwd),
  };
}

import { X509Certificate } from 'node:crypto';
import { createSecureContext, rootCertificates } from 'node:tls';
import { proxyFor } from '../../http/proxy';
import type { Route } from '../../http/route';
import type { Env } from '../../lib/io';
import { UserError } from '../../lib/user-error';
import { readPemFile } from './secret-file';
import type { SettingName } from './setting-table';
import type { Settings } from './settings';

function readPem(name: SettingName, path: string, cwd: string): string {
  const next = `set ${name} to the path of a PEM file`;
  // The value may be the key itself, so it is not shown.
  if (path.includes('-----BEGIN')) throw new UserError(`${name} contains a certificate or key instead of a path`, next);
  return readPemFile(name, path, cwd, name === 'IMBURSE_CLIENT_KEY').toString('utf8');
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

const caName = 'NODE_EXTRA_CA_CERTS';

/**
 * The authorities of NODE_EXTRA_CA_CERTS where Node itself has not read them: it does not know of `.env`. Node ignores a
 * file that it cannot use, so the file is checked in any case.
 *
 * @throws UserError for a file that cannot be read or has no certificates
 */
export function authorities(environment: Env, cwd: string): Pick<Route, 'ca'> {
  const file = environment[caName];
  if (!file) return {};
  const bytes = readPemFile(caName, file, cwd);
  const text = bytes.toString('utf8');
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0)
    throw new UserError(
      bytes[0] === 0x30 ? `${caName}: ${file} is DER, but must be PEM` : `${caName}: ${file} has no certificate in PEM`,
      bytes[0] === 0x30 ? `openssl x509 -inform der -in ${file} -out ca.pem` : 'set it to the path of a PEM file',
    );
  try {
    for (const each of certificates) new X509Certificate(each);
  } catch (error) {
    throw new UserError(
      `${caName}: ${file} has a certificate that cannot be read (${(error as NodeJS.ErrnoException).code})`,
      `openssl x509 -in ${file} -noout checks it`,
    );
  }
  if (file === process.env[caName]) return {};
  return { ca: [...rootCertificates, ...certificates].join('\n') };
}

/**
 * How to reach a target: through the proxy of the environment, and with the client certificate of the settings.
 *
 * @throws UserError for a certificate or key that cannot be read, or that do not match
 */
export function routeOf(baseUrl: string, settings: Settings, environment: Env, cwd: string): Route {
  return {
    proxy: proxyFor(baseUrl, environment),
    clientCertificate: readClientCertificate(settings, cwd),
    // Plain HTTP needs no certificates.
    ...(baseUrl.startsWith('https:') && authorities(environment, cwd)),
  };
}

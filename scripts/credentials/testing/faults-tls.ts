import { toNetworkError } from '../../lib/network-error';
import { type LocalServer, socketServer } from '../../testing/servers';
import { scriptedApi, secureApi } from './api';
import { type Arranged, at, seeded } from './arrange';
import { type Certificate, type Certificates, certificates } from './certificates';
import { someKeys } from './check';
import { opensslServer } from './tls-servers';

const secure = (choose: (made: Certificates) => Certificate, trusting: boolean) => () =>
  at(secureApi(choose(certificates())), trusting ? { ca: certificates().authority } : {});

/** A server that refuses handshakes as OpenSSL does. */
const refusing =
  (...args: readonly string[]) =>
  () =>
    at(opensslServer(certificates().right, ...args), { ca: certificates().authority });

/** The same, where the client shows a certificate that the server does not accept. */
const refusingOurs =
  (...args: readonly string[]) =>
  () =>
    at(opensslServer(certificates().right, ...args), {
      ca: certificates().authority,
      clientCertificate: certificates().client,
    });

/** A TLS server that cannot be connected to, for the reason of a code. */
const alert = (code: string) => async (): Promise<Arranged> => {
  const { trial, close } = await secure(({ right }) => right, true)();
  const handshake = () => Promise.reject(toNetworkError({ code }));
  return { trial: { ...trial, network: { handshake } }, close };
};

/** At an https address of a server that speaks something else. */
async function overTls(server: Promise<LocalServer>, timeoutMs = 60_000): Promise<Arranged> {
  const { url, close } = await server;
  return { trial: { baseUrl: url.replace('http:', 'https:'), settings: someKeys(), timeoutMs }, close };
}

const silentServer = () => socketServer(() => undefined);

const wantsCertificate = ['-Verify', '1', '-verify_return_error'];

/** Faults of TLS, most of them at servers of OpenSSL. */
export const tlsFaults = seeded(3, [
  ['HTTP where HTTPS was asked for', 'tls-not-spoken', 'tls', () => overTls(scriptedApi())],
  [
    'SSH where HTTPS was asked for',
    'tls-not-spoken',
    'tls',
    () => overTls(socketServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))),
  ],
  [
    'a server that ends each handshake',
    'connection-reset',
    'tls',
    () => overTls(socketServer((socket) => socket.resetAndDestroy())),
  ],
  [
    'a server that closes in the middle of each handshake',
    'connection-reset',
    'tls',
    () => overTls(socketServer((socket) => void socket.end())),
  ],
  ['a server that never shakes hands', 'no-answer-in-time', 'tls', () => overTls(silentServer(), 1000)],
  [
    'an intercepting proxy with its own authority',
    'certificate-not-trusted',
    'tls',
    secure(({ right }) => right, false),
  ],
  ['a self-signed certificate', 'certificate-not-trusted', 'tls', secure(({ selfSigned }) => selfSigned, false)],
  ['an expired certificate', 'certificate-expired', 'tls', secure(({ expired }) => expired, true)],
  ['a certificate that is not valid yet', 'certificate-not-yet-valid', 'tls', secure((made) => made.notYetValid, true)],
  ['a certificate of another host', 'certificate-wrong-host', 'tls', secure(({ wrongHost }) => wrongHost, true)],
  ['a handshake that fails', 'tls-failed', 'tls', alert('ERR_SSL_TLSV1_ALERT')],
  [
    'no client certificate, with TLS 1.2',
    'client-certificate-required',
    'tls',
    refusing('-tls1_2', ...wantsCertificate),
  ],
  [
    'no client certificate, with TLS 1.3',
    'client-certificate-required',
    'first-answer',
    refusing('-tls1_3', ...wantsCertificate),
  ],
  [
    'a client certificate of another authority, with TLS 1.2',
    'client-certificate-required',
    'tls',
    refusingOurs('-tls1_2', ...wantsCertificate),
  ],
  [
    'a client certificate of another authority, with TLS 1.3',
    'client-certificate-required',
    'first-answer',
    refusingOurs('-tls1_3', ...wantsCertificate),
  ],
  ['TLS alert 116', 'client-certificate-required', 'tls', alert('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')],
  ['TLS alert 42', 'client-certificate-required', 'tls', alert('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE')],
  ['TLS alert 48', 'client-certificate-required', 'tls', alert('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA')],
  ['TLS alert 46', 'client-certificate-required', 'tls', alert('ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN')],
  ['a server of TLS 1.1', 'tls-not-agreed', 'tls', refusing('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0')],
  ['no cipher in common', 'tls-not-agreed', 'tls', refusing('-tls1_2', '-cipher', 'AES128-SHA')],
  [
    'a host name that the server does not serve',
    'host-not-served',
    'tls',
    refusing('-servername', 'other.example', '-servername_fatal', '-cert2', 'server.pem', '-key2', 'server.key'),
  ],
]);

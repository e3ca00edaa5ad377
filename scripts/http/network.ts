import { lookup } from 'node:dns/promises';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { ResolvedRequest } from '../contract/request';
import { NetworkError } from '../lib/network-error';
import { httpClient, type SendOutcome, withClientHeaders } from './client';
import { openTcp, openTls, openWire, type RequestLimits, withinLimits } from './connection';
import type { ServerAddress } from './origin';
import type { ProxyServer } from './proxy';
import type { Route } from './route';
import { asksForClientCertificate, TappedConnection } from './tls-wire';

/** A completed handshake, and the result of verifying its certificate. */
export interface Handshake {
  readonly protocol: string;
  readonly issuer: string;
  readonly subject: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** Node's code for the problem with the certificate. */
  readonly problem?: string;
}

/** The way to a target in stages: name, TCP, TLS, requests. All but `send` throw a NetworkError when they fail. */
export interface Network {
  /** The proxy through which the target is reached. */
  readonly proxy?: ProxyServer | undefined;
  lookup(host: string): Promise<readonly string[]>;
  /** Opens a connection and closes it again. */
  connect(endpoint: Pick<ServerAddress, 'host' | 'port'>): Promise<void>;
  /** Makes a TLS handshake, through the proxy if there is one, whether the certificate is trusted or not. Sends nothing over it. */
  handshake(endpoint: ServerAddress): Promise<Handshake>;
  send(request: ResolvedRequest): Promise<SendOutcome>;
  close(): Promise<void>;
}

const nameOf = (name: PeerCertificate['issuer'] | undefined): string =>
  [name?.CN, name?.O].flat().filter(Boolean).join(', ') || 'an unnamed authority';

function describeTls(socket: TLSSocket): Handshake {
  const { issuer, subject, valid_from: validFrom = '', valid_to: validTo = '' } = socket.getPeerCertificate();
  // With `rejectUnauthorized: false` this contains the code; its declared type is wrong.
  const problem = socket.authorizationError as unknown;
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    issuer: nameOf(issuer),
    subject: nameOf(subject),
    validFrom,
    validTo,
    ...(!socket.authorized && { problem: problem instanceof Error ? problem.message : String(problem) }),
  };
}

/** An alert, or the end of the connection. */
const isRefusal = ({ kind, code = '' }: NetworkError): boolean => kind === 'reset' || /ALERT/.test(code);

async function shakeHands(endpoint: ServerAddress, route: Route, limits: RequestLimits): Promise<Handshake> {
  const wire = new TappedConnection(await openWire(endpoint, route, limits));
  try {
    const socket = await openTls(wire, endpoint, route, limits, true);
    const described = describeTls(socket);
    socket.destroy();
    return described;
  } catch (thrown) {
    const error = thrown as NetworkError;
    if (!isRefusal(error) || !asksForClientCertificate(wire.received)) throw error;
    const message = `the server asked for a client certificate, then ended the handshake (${error.code ?? error.kind})`;
    throw new NetworkError('tls', message, { code: 'CLIENT_CERTIFICATE_REQUESTED' });
  } finally {
    wire.destroy();
  }
}

/** The network between this machine and one target. Every stage respects the limits. */
export function nodeNetwork(baseUrl: string, route: Route, limits: RequestLimits, now: () => number): Network {
  const client = httpClient(baseUrl, route, now);
  return {
    proxy: route.proxy,
    lookup: (host) =>
      withinLimits('address for the host name', limits, async () =>
        (await lookup(host, { all: true })).map(({ address }) => address),
      ),
    connect: async (endpoint) => void (await openTcp(endpoint, limits)).destroy(),
    handshake: (endpoint) => shakeHands(endpoint, route, limits),
    send: (request) => client.send({ ...request, headers: withClientHeaders(request.headers) }, limits),
    close: () => client.close(),
  };
}

import { lookup } from 'node:dns/promises';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { ResolvedRequest } from '../contract/request';
import { clientHeaders, httpClient, type SendOutcome } from './client';
import { type Limits, openTcp, openTls, withinLimits } from './connection';
import type { Endpoint } from './origin';
import type { ProxyServer } from './proxy';
import type { Route } from './route';

/** A completed handshake, and the result of verifying its certificate. */
export interface Handshake {
  readonly protocol: string;
  readonly issuer: string;
  readonly subject: string;
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
  connect(endpoint: Pick<Endpoint, 'host' | 'port'>): Promise<void>;
  /** Makes a TLS handshake, whether the certificate is trusted or not. Sends nothing over it. */
  handshake(endpoint: Endpoint): Promise<Handshake>;
  send(request: ResolvedRequest): Promise<SendOutcome>;
  close(): Promise<void>;
}

const nameOf = (name: PeerCertificate['issuer'] | undefined): string =>
  [name?.CN, name?.O].flat().filter(Boolean).join(', ') || 'an unnamed authority';

function describeTls(socket: TLSSocket): Handshake {
  const { issuer, subject, valid_to: validTo = '' } = socket.getPeerCertificate();
  // With `rejectUnauthorized: false` this contains the code; its declared type is wrong.
  const problem = socket.authorizationError as unknown;
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    issuer: nameOf(issuer),
    subject: nameOf(subject),
    validTo,
    ...(!socket.authorized && { problem: problem instanceof Error ? problem.message : String(problem) }),
  };
}

/** The network between this machine and one target. Every stage respects the limits. */
export function nodeNetwork(baseUrl: string, route: Route, limits: Limits, now: () => number): Network {
  const client = httpClient(baseUrl, route, now);
  return {
    proxy: route.proxy,
    lookup: (host) =>
      withinLimits('address for the host name', limits, async () =>
        (await lookup(host, { all: true })).map(({ address }) => address),
      ),
    connect: async (endpoint) => void (await openTcp(endpoint, limits)).destroy(),
    handshake: async (endpoint) => {
      const socket = await openTls(await openTcp(endpoint, limits), endpoint, route, limits, true);
      const described = describeTls(socket);
      socket.destroy();
      return described;
    },
    send: (request) => client.send({ ...request, headers: [...request.headers, ...clientHeaders] }, limits),
    close: () => client.close(),
  };
}

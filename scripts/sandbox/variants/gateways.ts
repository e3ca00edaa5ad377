import { STATUS_CODES } from 'node:http';
import type { Context } from '../behaviour';
import type { Header, ReceivedRequest } from '../http';
import { e2Body } from '../refusal';
import type { Change, Variant } from '../types';
import { variantsOf } from './define';

/** What a gateway does not pass on: the status with which it refuses, if it does. */
type Test = (request: ReceivedRequest, context: Context) => number | undefined;

const page = (status: number): string =>
  `<html><head><title>${status} ${STATUS_CODES[status]}</title></head><body><h1>${STATUS_CODES[status]}</h1></body></html>\n`;

/** A server in the 2019-08 format behind a gateway that answers some requests itself, with a page. */
const gateway =
  (test: Test, headers: readonly Header[] = []): Change =>
  (right) => ({
    errorBody: e2Body,
    reply: async (reply, context) => {
      const status = test(context.request, context);
      if (status === undefined) return right.reply(reply, context);
      const own: readonly Header[] = [['content-type', 'text/html; charset=utf-8'], ...headers];
      return { status, headers: own, body: context.request.method === 'HEAD' ? '' : page(status) };
    },
  });

/** The headers that callers make long. */
const long = ['authorization', 'x-correlation-id', 'cookie', 'accept', 'x-unknown'];
const headerSize = ({ header }: ReceivedRequest): number =>
  long.reduce((sum, name) => sum + (header(name) ?? '').length, 0);

const usual = /^(?:\/[a-z0-9.-]+)+$/;
const isOdd = ({ target }: ReceivedRequest): boolean => {
  const path = target.split('?')[0] ?? '';
  return !usual.test(path) || /\/\.{1,2}(?:\/|$)/.test(path);
};

/** Servers behind gateways that refuse what is long, oddly spelled or not to be routed, before the server sees it. */
export const gatewayVariants: readonly Variant[] = variantsOf({
  'gateway-headers-431': [
    'Has a gateway that returns 431 for headers of over 4 KB',
    gateway((request) => (headerSize(request) > 4200 ? 431 : undefined)),
  ],
  'gateway-headers-400': [
    'Has a gateway that returns 400 for headers of over 4 KB and closes the connection',
    gateway((request) => (headerSize(request) > 4200 ? 400 : undefined), [['connection', 'close']]),
  ],
  'gateway-url-414': [
    'Has a gateway that returns 414 for a URL of over 2,000 characters',
    gateway(({ target }) => (target.length > 2000 ? 414 : undefined)),
  ],
  'gateway-body-413': [
    'Has a gateway that returns 413 for a body of over 4 KB',
    gateway(({ body }) => (body.length > 4096 ? 413 : undefined)),
  ],
  'gateway-odd-path-400': [
    'Has a gateway that returns 400 for an odd spelling of a path',
    gateway((request) => (isOdd(request) ? 400 : undefined)),
  ],
  'gateway-odd-path-404': [
    'Has a gateway that returns 404 for an odd spelling of a path',
    gateway((request) => (isOdd(request) ? 404 : undefined)),
  ],
  'gateway-odd-path-redirected': [
    'Has a gateway that redirects an odd spelling of a path to the usual one',
    gateway((request) => (isOdd(request) ? 308 : undefined), [['location', '/v1/identity/get-payout-bearer-token']]),
  ],
  'gateway-methods-405': [
    'Has a framework that returns 405 for other methods, with a page',
    gateway(({ method }, { call }) => (call === 'payout' && method !== 'POST' ? 405 : undefined), [['allow', 'POST']]),
  ],
});

import { STATUS_CODES } from 'node:http';
import type { Context } from '../behaviour';
import type { Header, Reply } from '../http';
import { e2Body } from '../refusal';
import type { Change, Variant } from '../types';
import { variantsOf } from './define';

/** How something that stands before a server refuses what it does not pass on. */
interface Front {
  readonly type?: string;
  readonly headers?: readonly Header[];
  readonly lowerCase?: true;
  /** The body of a refusal; `undefined` is none. */
  readonly body: (status: number, reason: string, context: Context) => string | undefined;
}

/** The statuses whose bodies a server in the 2019-08 format does not promise (E4). */
const unpromised = [401, 403, 404, 405, 413, 415];

const challenge = (reply: Reply): readonly Header[] =>
  reply.headers.filter(([name]) => ['www-authenticate', 'allow'].includes(name.toLowerCase()));

/** A server whose 400 has the 2019-08 format, behind this. */
const behind =
  ({ type = 'application/json', headers = [], lowerCase, body }: Front): Change =>
  () => ({
    errorBody: e2Body,
    reply: (reply, context) => {
      const own = unpromised.includes(reply.status);
      const text = own ? body(reply.status, STATUS_CODES[reply.status] ?? '', context) : undefined;
      const written: readonly Header[] = own
        ? [...challenge(reply), ...(text === undefined ? [] : [['Content-Type', type] as const])]
        : reply.headers;
      const all = [...written, ...headers];
      return {
        ...reply,
        headers: lowerCase ? all.map(([name, value]): Header => [name.toLowerCase(), value]) : all,
        body: own ? (text ?? '') : reply.body,
      };
    },
  });

const json =
  (value: (status: number, reason: string, context: Context) => unknown): Front['body'] =>
  (status, reason, context) =>
    JSON.stringify(value(status, reason, context));

const html = 'text/html; charset=utf-8';
const page = (title: string, text: string, foot = ''): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n${text}\r\n${foot}</body>\r\n</html>\r\n`;

/** Servers whose 401, 403, 404, 405, 413 and 415 come from what stands before them. */
export const stackVariants: readonly Variant[] = variantsOf({
  'stack-azure-api-management': [
    'Has the 2019-08 format behind Azure API Management',
    behind({
      headers: [['Request-Context', 'appId=cid-v1:0d2f']],
      body: json((statusCode, message) => ({
        statusCode,
        message: statusCode === 401 ? 'Access denied due to missing subscription key.' : message,
      })),
    }),
  ],
  'stack-aws-http-api': [
    'Has the 2019-08 format behind an AWS HTTP API',
    behind({
      lowerCase: true,
      headers: [['Apigw-Requestid', 'JvHd4jK0oAMEPLg=']],
      body: json((_status, message) => ({ message })),
    }),
  ],
  'stack-aws-rest-api': [
    'Has the 2019-08 format behind an AWS REST API',
    behind({
      headers: [
        ['x-amzn-RequestId', '0b1c2d3e'],
        ['x-amzn-ErrorType', 'UnauthorizedException'],
      ],
      body: json((status, reason) => ({ message: status === 404 ? 'Missing Authentication Token' : reason })),
    }),
  ],
  'stack-kong': [
    'Has the 2019-08 format behind Kong',
    behind({
      headers: [
        ['Server', 'kong/3.4.2'],
        ['X-Kong-Response-Latency', '1'],
      ],
      body: json((status, reason, { correlationId }) => ({
        message: status === 404 ? 'no Route matched with those values' : reason,
        request_id: correlationId.replaceAll('-', ''),
      })),
    }),
  ],
  'stack-iis': [
    'Has the 2019-08 format behind IIS',
    behind({
      type: 'text/html',
      headers: [
        ['Server', 'Microsoft-IIS/10.0'],
        ['X-Powered-By', 'ASP.NET'],
        ['Set-Cookie', 'ARRAffinity=5f; Path=/; HttpOnly; Secure'],
      ],
      body: (status, reason) =>
        `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html><head><title>${status} - ${reason}.</title></head><body><h1>Server Error</h1><h2>${status} - ${reason}.</h2></body></html>`,
    }),
  ],
  'stack-kestrel': [
    "Has the 2019-08 format and Kestrel's problem details",
    behind({
      type: 'application/problem+json; charset=utf-8',
      headers: [['Server', 'Kestrel']],
      body: json((status, title, { correlationId }) => ({
        type: `https://tools.ietf.org/html/rfc9110#section-15.5.${status - 399}`,
        title,
        status,
        traceId: `00-${correlationId.replaceAll('-', '')}-00f067aa0ba902b7-00`,
      })),
    }),
  ],
  'stack-spring-boot': [
    "Has the 2019-08 format and Spring Boot's errors",
    behind({
      headers: [
        ['Vary', 'Origin'],
        ['Vary', 'Access-Control-Request-Method'],
      ],
      body: json((status, error, { now, request }) => ({
        timestamp: new Date(now).toISOString().replace('Z', '+00:00'),
        status,
        error,
        path: request.path,
      })),
    }),
  ],
  'stack-gunicorn': [
    "Has the 2019-08 format and gunicorn's pages",
    behind({
      type: 'text/html',
      headers: [['Server', 'gunicorn']],
      body: (_status, reason) => page(reason, `<h1><p>${reason}</p></h1>`),
    }),
  ],
  'stack-flask': [
    "Has the 2019-08 format and Flask's pages",
    behind({
      type: html,
      headers: [['Server', 'Werkzeug/3.0.1 Python/3.12.1']],
      body: (status, reason) =>
        `<!doctype html>\n<html lang=en>\n<title>${status} ${reason}</title>\n<h1>${reason}</h1>\n<p>The request was not understood.</p>\n`,
    }),
  ],
  'stack-django-rest': [
    "Has the 2019-08 format and Django REST framework's details",
    behind({
      headers: [['Vary', 'Accept, Cookie']],
      body: json((status, reason) => ({
        detail: status === 401 ? 'Authentication credentials were not provided.' : `${reason}.`,
      })),
    }),
  ],
  'stack-fastapi': [
    "Has the 2019-08 format and FastAPI's details",
    behind({
      lowerCase: true,
      headers: [['Server', 'uvicorn']],
      body: json((status, detail) => ({ detail: status === 401 ? 'Not authenticated' : detail })),
    }),
  ],
  'stack-express': [
    "Has the 2019-08 format and Express's pages",
    behind({
      type: html,
      headers: [['X-Powered-By', 'Express']],
      body: (status, reason, { request }) =>
        `<!DOCTYPE html>\n<html lang="en">\n<body>\n<pre>${status === 404 ? `Cannot ${request.method} it` : reason}</pre>\n</body>\n</html>\n`,
    }),
  ],
  'stack-nginx': [
    'Has the 2019-08 format behind nginx',
    behind({
      type: 'text/html',
      headers: [['Server', 'nginx/1.25.3']],
      body: (status, reason) =>
        page(`${status} ${reason}`, `<center><h1>${status} ${reason}</h1></center>`, '<hr><center>nginx</center>\r\n'),
    }),
  ],
  'stack-envoy': [
    'Has the 2019-08 format behind Envoy',
    behind({
      type: 'text/plain',
      lowerCase: true,
      headers: [
        ['Server', 'envoy'],
        ['X-Envoy-Upstream-Service-Time', '2'],
      ],
      body: (status) => (status === 401 ? 'Jwt is missing' : undefined),
    }),
  ],
  'stack-go': [
    "Has the 2019-08 format and the texts of Go's standard library",
    behind({
      type: 'text/plain; charset=utf-8',
      headers: [['X-Content-Type-Options', 'nosniff']],
      body: (status, reason) => (status === 404 ? '404 page not found\n' : `${reason}\n`),
    }),
  ],
  'stack-google-endpoints': [
    'Has the 2019-08 format behind Google Cloud Endpoints',
    behind({
      headers: [['Via', '1.1 google']],
      body: json((code, message) => ({ code, message: code === 401 ? 'Jwt is missing' : message })),
    }),
  ],
});

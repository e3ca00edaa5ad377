import type { RequestTemplate } from './types';

/** A request template as Postman writes it, format 2.1.0. */
export function postmanRequest({ method, path, headers, body }: RequestTemplate): object {
  const [pathname = '', query] = path.split('?');
  const segments = pathname.startsWith('{{') ? [pathname] : pathname.split('/').slice(1);
  return {
    method,
    header: headers.map(([key, value]) => ({ key, value })),
    url: {
      raw: `{{baseUrl}}${path}`,
      host: [pathname.startsWith('{{') ? `{{baseUrl}}${pathname}` : '{{baseUrl}}'],
      ...(pathname.startsWith('{{') ? {} : { path: segments }),
      ...(query && { query: query.split('&').map((pair) => ({ key: pair.split('=')[0], value: pair.split('=')[1] })) }),
    },
    ...(body &&
      ('text' in body
        ? { body: { mode: 'raw', raw: body.text } }
        : { body: { mode: 'file', file: { src: `collections/bodies/${body.file}` } } })),
  };
}

/** What Postman must not add to the request by itself. */
export function protocolProfileBehavior({ headers, body }: RequestTemplate): object {
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    followRedirects: false,
    ...(body && !typed && { disabledSystemHeaders: { 'content-type': true } }),
    disableCookies: true,
  };
}

import { permutations } from '../../lib/permutations';
import type { SentHmac } from './authorization';

/** What a signed text may be made of. */
export interface TextParts extends SentHmac {
  readonly bodyHash: string;
  readonly method: string;
  readonly url: string;
}

interface Layout {
  readonly says: string;
  /** `undefined` where it would be the same as a simpler one. */
  readonly value: (parts: TextParts) => string | undefined;
}

const names = ['publicKey', 'nonce', 'timestamp', 'bodyHash'] as const;
type Name = (typeof names)[number];
const shown: Readonly<Record<Name, string>> = {
  publicKey: 'publicKey',
  nonce: 'nonce',
  timestamp: 'epochSeconds',
  bodyHash: 'bodyHash',
};

const separators: readonly (readonly [separator: string, says: string])[] = [
  [':', ''],
  ['', 'nothing'],
  ['\n', 'line breaks'],
  ['\r\n', 'line breaks'],
  ['|', '"|"'],
  [',', '","'],
  ['.', '"."'],
  ['-', '"-"'],
  ['_', '"_"'],
  [' ', 'spaces'],
  ['&', '"&"'],
  [';', '";"'],
  ['\0', 'zero bytes'],
];

const join = (order: readonly Name[], separator: string) => (parts: TextParts) =>
  order.map((name) => parts[name]).join(separator);
const joinFilled = (order: readonly Name[], separator: string) => (parts: TextParts) =>
  order
    .map((name) => parts[name])
    .filter((part) => part !== '')
    .join(separator);

const orderText = (order: readonly Name[]): string => order.map((name) => shown[name]).join(':');

/** Where the body hash is empty, some leave out its separator too. */
const withOrWithoutHash = (says: string, order: readonly Name[], separator: string): Layout[] =>
  [join, joinFilled].map((write) => ({ says, value: write(order, separator) }));

const orders = permutations(names)
  .slice(1)
  .flatMap((order) => withOrWithoutHash(`the parts are signed in another order (${orderText(order)})`, order, ':'));

const otherSeparators = separators
  .slice(1)
  .flatMap(([separator, says]) =>
    withOrWithoutHash(`the parts are separated by ${says} instead of colons`, names, separator),
  );

const bothOtherwise: Layout[] = permutations(names)
  .slice(1)
  .flatMap((order) =>
    separators.slice(1, 3).map(([separator, says]) => ({
      says: `the parts are signed in another order and separated by ${says} (${orderText(order)})`,
      value: join(order, separator),
    })),
  );

const withKey = (how: string, change: (publicKey: string) => string): Layout => ({
  says: `the public key is signed ${how}`,
  value: (parts) => join(names, ':')({ ...parts, publicKey: change(parts.publicKey) }),
});

const omitted: Layout[] = [
  {
    says: 'the colon before the empty body hash is missing',
    value: (parts) => (parts.bodyHash === '' ? joinFilled(names, ':')(parts) : undefined),
  },
  { says: 'the public key is missing in the signed text', value: join(['nonce', 'timestamp', 'bodyHash'], ':') },
  { says: 'the nonce is missing in the signed text', value: join(['publicKey', 'timestamp', 'bodyHash'], ':') },
  { says: 'the time is missing in the signed text', value: join(['publicKey', 'nonce', 'bodyHash'], ':') },
  { says: 'only the body is signed', value: ({ bodyHash }) => bodyHash },
  { says: 'only the nonce is signed', value: ({ nonce }) => nonce },
  { says: 'only the time is signed', value: ({ timestamp }) => timestamp },
  { says: 'only nonce and time are signed', value: join(['nonce', 'timestamp'], ':') },
  { says: 'the signed text ends with a line break', value: (parts) => `${join(names, ':')(parts)}\n` },
  { says: 'the signed text begins with "Hmac "', value: (parts) => `Hmac ${join(names, ':')(parts)}` },
  withKey('in upper case', (key) => key.toUpperCase()),
  withKey('in lower case', (key) => key.toLowerCase()),
  withKey('without its hyphens', (key) => key.replaceAll('-', '')),
];

/** What of the URL clients of other APIs sign too. */
function placesOf(url: string): (readonly [place: string, says: string])[] {
  const [, host = '', target = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)([^#]*)/i.exec(url) ?? ['', '', url];
  const path = target.replace(/\?.*$/s, '');
  return [
    [path, 'the path'],
    [target, 'the path with the query'],
    [url, 'the whole URL'],
    [encodeURIComponent(url).toLowerCase(), 'the encoded URL'],
    [`${host}${path}`, 'host and path'],
    [`${host}:${path}`, 'host and path'],
  ];
}

const places = placesOf('').map(([, says]) => says);

/** The method and the URL belong to the signatures of other APIs, not to this one (H2). */
const withRequest: Layout[] = [':', '\n', ''].flatMap((separator) =>
  places.flatMap((says, place): Layout[] => {
    const placeOf = ({ url }: TextParts) => placesOf(url)[place]![0];
    const text = (parts: TextParts) => join(names, separator)(parts);
    return [
      ...(['toUpperCase', 'toLowerCase'] as const).flatMap((spell): Layout[] => {
        const how = spell === 'toLowerCase' ? 'the lower-case method' : 'the method';
        const method = (parts: TextParts) => parts.method[spell]();
        const afterKey = (order: readonly Name[]) => (parts: TextParts) =>
          [parts.publicKey, method(parts), placeOf(parts), join(order, separator)(parts)].join(separator);
        return [
          (parts: TextParts) => [method(parts), placeOf(parts), text(parts)].join(separator),
          (parts: TextParts) => [text(parts), method(parts), placeOf(parts)].join(separator),
          afterKey(['timestamp', 'nonce', 'bodyHash']),
          afterKey(['nonce', 'timestamp', 'bodyHash']),
        ].map((value) => ({ says: `${how} and ${says} are signed too`, value }));
      }),
      { says: `${says} is signed too`, value: (parts) => [placeOf(parts), text(parts)].join(separator) },
      { says: `${says} is signed too`, value: (parts) => [text(parts), placeOf(parts)].join(separator) },
    ];
  }),
);

const withMethod: Layout[] = (['toUpperCase', 'toLowerCase'] as const).flatMap((spell) => {
  const says = spell === 'toLowerCase' ? 'the lower-case method is signed too' : 'the method is signed too';
  return [
    { says, value: (parts: TextParts) => `${parts.method[spell]()}:${join(names, ':')(parts)}` },
    { says, value: (parts: TextParts) => `${join(names, ':')(parts)}:${parts.method[spell]()}` },
  ];
});

/** The texts that clients sign, the right one first. */
export const layouts: readonly Layout[] = [
  { says: '', value: join(names, ':') },
  ...omitted,
  ...orders,
  ...otherSeparators,
  ...withMethod,
  ...withRequest,
  ...bothOtherwise,
];

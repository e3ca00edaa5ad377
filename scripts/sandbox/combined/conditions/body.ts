import { readAlso } from '../../changes';
import type { ReceivedRequest } from '../../http';
import { isObject, readObject, referenceNames } from '../../references';
import type { Change } from '../../types';
import { type Condition, objectOf, request, requestOf, textOf } from './define';

const payout = requestOf('payout');

/** A body whose text is of a certain form. */
const written = (title: string, test: (text: string) => boolean, reach?: Change): Condition =>
  payout(title, (received) => test(textOf(received)), reach);

/** A JSON value other than an object. */
const json = (title: string, test: (value: unknown) => boolean): Condition =>
  written(title, (text) => {
    try {
      return test(JSON.parse(text));
    } catch {
      return false;
    }
  });

/** A JSON object that holds a property that is not a reference. */
const property = (title: string, test: (name: string, value: unknown) => boolean): Condition =>
  payout(title, (received) =>
    Object.entries(objectOf(received)).some(
      ([name, value]) => !referenceNames.some((known) => known === name) && test(name, value),
    ),
  );

const isMalformed = ({ body, bodySize }: ReceivedRequest): boolean => bodySize > 0 && readObject(body) === undefined;

/** Forms of the body, spelled like the levels of exploring. */
export const bodyConditions = {
  'body-byte-order-mark': written(
    'for a body with a byte order mark',
    (text) => text.startsWith('\ufeff'),
    readAlso((text) => text.replace(/^\ufeff/, '')),
  ),
  'body-trailing-comma': written(
    'for a body with a trailing comma',
    (text) => /,\s*\}\s*$/.test(text),
    readAlso((text) => text.replace(/,\s*\}\s*$/, '}')),
  ),
  'body-trailing-nul': written('for a body that ends with NUL', (text) => text.endsWith('}\0')),
  'body-pretty': written('for indented JSON', (text) => /^\{\n {2}"/.test(text)),
  'body-white-space-around': written('for a body that begins with a line break', (text) => /^[\r\n]+\s*\{/.test(text)),
  'body-white-space-inside': written('for white space before a colon', (text) => /"\s+:/.test(text)),
  'body-white-space-much': written('for a body that begins with many spaces', (text) => /^ {1000}/.test(text)),
  'body-reversed': payout('for properties in another order', (received) => {
    const names = Object.keys(objectOf(received));
    return names[0] === 'instructionRef' && names.includes('customerRef');
  }),
  'body-escaped-names': written('for escaped property names', (text) => /\\u[\da-f]{4}[^"]*"\s*:/i.test(text)),
  'body-escaped-values': written('for escaped letters in a value', (text) => /:\s*"(?:\\u[\da-f]{4})+"/i.test(text)),
  'body-repeated': written(
    'for a body with a property twice',
    (text) => (text.match(/"customerRef"/g) ?? []).length > 1,
  ),
  'body-lower-case-names': payout(
    'for property names in lower case',
    (received) => 'customerref' in objectOf(received),
    (right) => ({
      readBody: (bytes) => {
        const body = right.readBody(bytes);
        return (
          body &&
          Object.fromEntries(
            Object.entries(body).map(([name, value]) => [
              referenceNames.find((known) => known.toLowerCase() === name) ?? name,
              value,
            ]),
          )
        );
      },
    }),
  ),
  'body-unknown-null': property('for an unknown property that is null', (_name, value) => value === null),
  'body-unknown-object': property('for an unknown object', (name, value) => name !== '__proto__' && isObject(value)),
  'body-unknown-numbers': property(
    'for an unknown number beyond 64 bits',
    (_name, value) => typeof value === 'number' && Math.abs(value) > 1e20,
  ),
  'body-proto': property('for a property __proto__', (name) => name === '__proto__'),
  'body-constructor': property('for a property constructor', (name) => name === 'constructor'),
  'body-empty-name': property('for a property without a name', (name) => name === ''),
  'body-long-name': property('for a property name of over 1,000 characters', (name) => name.length > 1000),
  'body-non-ascii-name': property('for a property name outside ASCII', (name) => /[^\x20-\x7e]/.test(name)),
  'body-similar-names': property('for a property customer_ref', (name) => name === 'customer_ref'),
  'body-role': property('for a role in the body', (name) => name === 'role' || name === 'isAdmin'),
  'body-many': payout('for a body of many properties', (received) => Object.keys(objectOf(received)).length > 100),
  'body-over-a-thousand': payout(
    'for a body of over 1,000 properties',
    (received) => Object.keys(objectOf(received)).length > 1000,
  ),
  'body-nested-property': written('for a deeply nested property', (text) => text.includes('['.repeat(200))),
  'body-empty-array': json('for an empty array as the body', (value) => Array.isArray(value) && value.length === 0),
  'body-float': json('for a number beyond all limits as the body', (value) => value === Number.POSITIVE_INFINITY),
  'body-true': json('for true as the body', (value) => value === true),
  'body-null': json('for null as the body', (value) => value === null),
  'body-blank': written('for a blank body', (text) => text !== '' && text.trim() === ''),
  'transfer-empty-chunked': payout(
    'for an empty body in chunks',
    ({ header, bodySize }) => header('transfer-encoding') === 'chunked' && bodySize === 0,
  ),
  'transfer-chunked': request('for a body in chunks', (received) => received.header('transfer-encoding') === 'chunked'),
  'body-malformed-as-text': payout(
    'for text/plain that is not JSON',
    (received) => isMalformed(received) && /^text\/plain/.test(received.header('content-type') ?? ''),
  ),
  'body-malformed-without-credential': payout(
    'for a body that is not JSON, without a credential',
    (received) => isMalformed(received) && received.header('authorization') === undefined,
  ),
  'transfer-expect-chunked': request(
    'for Expect: 100-continue and a body in chunks',
    ({ header }) => header('expect') !== undefined && header('transfer-encoding') === 'chunked',
  ),
  'transfer-expect': request('for Expect: 100-continue', (received) => received.header('expect') !== undefined),
} as const satisfies Readonly<Record<string, Condition>>;

import { secondHmacPath } from '../../calls';
import { type Condition, credentialOf, requestOf } from './define';

const hmac = requestOf('hmac');

const nonce = (title: string, pattern: RegExp): Condition =>
  hmac(title, (received) => pattern.test(partsOf(credentialOf(received)).nonce));

const time = (title: string, pattern: RegExp): Condition =>
  hmac(title, (received) => pattern.test(partsOf(credentialOf(received)).time));

const key = (title: string, pattern: RegExp): Condition =>
  hmac(title, (received) => pattern.test(partsOf(credentialOf(received)).key));

function partsOf(credential: string): { readonly key: string; readonly nonce: string; readonly time: string } {
  const [first = '', ...rest] = credential.split(':');
  return { key: first, nonce: rest.slice(0, -2).join(':'), time: rest.at(-2) ?? '' };
}

/** Forms of the HMAC request, spelled like the levels of exploring. */
export const hmacConditions = {
  'hmac-second-path': hmac('on the second path', ({ path }) => path === secondHmacPath),
  'time-fraction': time('for fractional seconds', /^\d+\.\d+$/),
  'time-fraction-1': time('for a time with one decimal', /^\d+\.\d$/),
  'time-fraction-6': time('for a time with six decimals', /^\d+\.\d{6}$/),
  'time-fraction-zero': time('for a fraction of .000', /^\d+\.000$/),
  'time-leading-zero': time('for a time with a leading zero', /^0\d+$/),
  'time-exponent': time('for a time with an exponent', /e\+/),
  'time-infinity': time('for Infinity as the time', /^Infinity$/),
  'nonce-guid-upper': nonce('for a nonce that is a GUID in upper case', /^(?=.*[A-F])[\dA-F-]{36}$/),
  'nonce-digits': nonce('for a nonce of digits', /^\d{2,}$/),
  'nonce-hexadecimal': nonce('for a hexadecimal nonce', /^[\da-f]{32}$/),
  'nonce-base64': nonce('for a nonce in base64', /^(?=.*[A-Z])[A-Za-z\d]{40,43}=*$/),
  'nonce-base64-signs': nonce('for a nonce with signs of base64', /\+\//),
  'nonce-length-64': nonce('for a nonce of 64 characters', /^[\da-f]{64}$/),
  'nonce-null-word': nonce('for a nonce that reads null', /^null$/),
  'nonce-proto': nonce('for a nonce that reads __proto__', /^__proto__$/),
  'nonce-non-ascii': nonce('for a nonce outside ASCII', /[^\x20-\x7e]/),
  'nonce-length-3000': nonce('for a nonce of 3,000 characters', /^.{2000,}$/),
  'key-other-case': key('for the public key in upper case', /^(?=.*[A-F])[\dA-F-]{36}$/),
  'key-zero': key('for a public key of zeros', /^[0-]+$/),
  'key-proto': key('for the public key __proto__', /^__proto__$/),
} as const satisfies Readonly<Record<string, Condition>>;

import { createHash, createHmac } from 'node:crypto';
import { nodeDigests } from '../../run/host';
import { ClientHistory, type ClientState } from './history';
import { signatureMistake } from './hmac-mistakes';
import { ClientReading } from './reading';

const publicKey = '0f8fad5b-d9cb-469f-a165-70867728950e';
const privateKey = 'aW52ZW50ZWQgcHJpdmF0ZSBrZXksIDMyIGJ5dGVzISE=';
const seconds = 1_768_478_400;
const path = '/v1/identity/hmac';
const url = `https://api.example.com${path}?x=1`;
const sha256 = (data: string | Buffer, coding: 'base64' | 'hex' | 'base64url' = 'base64') =>
  createHash('sha256').update(data).digest(coding);

interface Client {
  readonly sent?: string;
  readonly nonce?: string;
  readonly body?: string;
  /** The parts as the client signs them, and how it joins them. */
  readonly time?: string;
  readonly hash?: string;
  readonly text?: (parts: { key: string; nonce: string; time: string; hash: string }) => string;
  readonly key?: string | Buffer;
  /** The key that it should have used. */
  readonly privateKey?: string;
  readonly algorithm?: string;
  readonly signature?: (bytes: Buffer) => string;
  readonly compute?: (text: string) => Buffer;
}

function newClient(searches = 0): ClientState {
  const headers = [['Authorization', 'Hmac a:b:1:c']] as const;
  const exchange = { request: { method: 'POST', url, headers }, startedAt: 0, endedAt: 0 };
  return { ...new ClientHistory(nodeDigests).clientOf(new ClientReading(exchange, {})), searches };
}

/** A client for which two mistakes at once are not searched for any more, which takes thousands of digests. */
const searchedOut = newClient(3);

/** What is found in the signature of a client that does all but one step as the published example does. */
function found(client: Client, state = newClient()): string | undefined {
  const { sent = String(seconds), nonce = 'n1', body = '', time = sent } = client;
  const hash = client.hash ?? (body === '' ? '' : sha256(body));
  const write = client.text ?? ((parts) => [parts.key, parts.nonce, parts.time, parts.hash].join(':'));
  const text = write({ key: publicKey, nonce, time, hash });
  const usual = () =>
    createHmac(client.algorithm ?? 'sha256', client.key ?? Buffer.from(privateKey, 'base64'))
      .update(text)
      .digest();
  const bytes = client.compute?.(text) ?? usual();
  const signature = (client.signature ?? ((all: Buffer) => all.toString('base64')))(bytes);
  const signed = {
    publicKey,
    nonce,
    timestamp: sent,
    signature,
    privateKey: client.privateKey ?? privateKey,
    method: 'Post',
    url,
  };
  return signatureMistake({ ...signed, body: Buffer.from(body), bodyText: body }, nodeDigests, state)?.says;
}

const unexplained = 'none of the usual mistakes explains it, so the private key may belong to another public key';
const rawKey = Buffer.from(privateKey, 'base64');
const body = '{"b":[{"d":1,"c":null}],"a":"x"}';
const again = 'the hashed body differs from the one that is sent: it was serialised again';
const noBody = 'a body hash is signed, but there is no body';
const otherTime = (says: string) => `the signed time differs from the one that is sent: ${says}`;

const hexLike = 'abcdef0123456789abcdef0123456789abcdef01234=';
const emptyKey = 'the key is empty: the private key was not set, or it was decoded from hex instead of base64';

describe('the mistake in a signature', () => {
  it.each<[string | undefined, Client]>([
    [undefined, {}],
    [undefined, { body }],
    [undefined, { sent: `${seconds}.25` }],
    [undefined, { sent: 'not a time' }],
  ])('is none: %s %j', (wanted, client) => {
    expect(found(client)).toBe(wanted);
  });

  it.each<[string, Client]>([
    ['the private key is used as text, not decoded from base64', { key: privateKey }],
    ['the private key is used as text without its padding, not decoded from base64', { key: privateKey.slice(0, -1) }],
    ['the private key has a line break at its end', { key: `${privateKey}\n` }],
    ['the hex text of the private key is used as the key', { key: rawKey.toString('hex') }],
    ['the public key is used instead of the private key', { key: publicKey }],
    ['the public key is used instead of the private key', { key: Buffer.from(publicKey, 'base64') }],
    [emptyKey, { key: '' }],
    [emptyKey, { key: Buffer.from(privateKey, 'hex') }],
    ['the key is empty: the private key was not set', { key: '', privateKey: hexLike }],
    ['the key is the word "undefined", so the private key was not set', { key: String(undefined) }],
    ['the key is the word "null", so the private key was not set', { key: Buffer.from('null', 'base64') }],
    [
      'the private key is decoded from hex instead of base64',
      { key: Buffer.from(hexLike, 'hex'), privateKey: hexLike },
    ],
  ])('in the key: %s', (wanted, client) => {
    expect(found(client)).toBe(wanted);
  });

  it.each<[string, Client]>([
    ['with HMAC-SHA1 instead of HMAC-SHA256', { algorithm: 'sha1' }],
    ['with HMAC-SHA384 instead of HMAC-SHA256', { algorithm: 'sha384' }],
    ['with HMAC-MD5 instead of HMAC-SHA256', { algorithm: 'md5' }],
    [
      'with the text as the key and the key as the text',
      { compute: (text) => createHmac('sha256', text).update(rawKey).digest() },
    ],
    [
      'with a plain SHA-256 of the text, without the key',
      { compute: (text) => createHash('sha256').update(text).digest() },
    ],
    [
      'with a plain SHA-256 of key and text instead of an HMAC',
      { compute: (text) => createHash('sha256').update(rawKey).update(text).digest() },
    ],
    [
      'with a plain SHA-256 of text and key instead of an HMAC',
      { compute: (text) => createHash('sha256').update(text).update(rawKey).digest() },
    ],
  ])('in the computation: %s', (wanted, client) => {
    expect(found(client)).toBe(wanted);
  });

  it.each<[string, Client]>([
    ['the body hash is missing', { body, hash: '' }],
    ['the body hash is written in hex instead of base64', { body, hash: sha256(body, 'hex') }],
    ['the body hash is written in hex instead of base64', { body, hash: sha256(body, 'hex').toUpperCase() }],
    ['the body hash is written in base64url instead of base64', { body, hash: sha256(body, 'base64url') }],
    [
      'the body hash is the base64 of its hex text',
      { body, hash: Buffer.from(sha256(body, 'hex')).toString('base64') },
    ],
    ['the body itself is signed instead of its hash', { body, hash: body }],
    ['the base64 of the body is signed instead of its hash', { body, hash: Buffer.from(body).toString('base64') }],
    ['the hash of an empty body is signed', { body, hash: sha256('') }],
    [again, { body, hash: sha256(JSON.stringify(JSON.parse(body), null, 2)) }],
    [again, { body: JSON.stringify(JSON.parse(body), null, 2), hash: sha256(body) }],
    [again, { body, hash: sha256('{"a":"x","b":[{"c":null,"d":1}]}') }],
    [again, { body, hash: sha256('{"b": [{"d": 1, "c": null}], "a": "x"}') }],
    [again, { body, hash: sha256(`${body}\n`) }],
    [again, { body: '[1, null]', hash: sha256('[1,null]') }],
    [unexplained, { body: 'no JSON', hash: sha256('no JSON\n') }],
    [noBody, { hash: sha256('') }],
    [noBody, { hash: sha256('{}') }],
    [noBody, { hash: sha256('', 'hex') }],
  ])('in the body hash: %s', (wanted, client) => {
    expect(found(client, searchedOut)).toBe(wanted);
  });

  const far = 1e11;
  it.each<[string, Client]>([
    [otherTime('milliseconds'), { time: `${seconds}000` }],
    [otherTime('milliseconds'), { time: `${seconds}001` }],
    [otherTime('milliseconds'), { time: `${seconds}999` }],
    [unexplained, { time: `${seconds + 1}000` }],
    [otherTime('without its fraction'), { sent: `${seconds}.5`, time: String(seconds) }],
    [otherTime('with a fraction'), { time: `${seconds}.001` }],
    [otherTime('with a fraction'), { time: `${seconds}.999` }],
    [unexplained, { time: `${seconds}.1000` }],
    [unexplained, { time: `${seconds}.000` }],
    [otherTime('a date'), { time: '2026-01-15T12:00:00.000Z' }],
    [otherTime('a date'), { time: '2026-01-15T12:00:00Z' }],
    [otherTime('one second later'), { time: String(seconds + 1) }],
    [otherTime('one second earlier'), { time: String(seconds - 1) }],
    [unexplained, { time: String(seconds + 2) }],
    [otherTime('local time'), { time: String(seconds + 14 * 3600) }],
    [otherTime('local time'), { time: String(seconds - 14 * 3600) }],
    [otherTime('local time'), { time: String(seconds + 900) }],
    [unexplained, { time: String(seconds + 14 * 3600 + 900) }],
    [unexplained, { time: String(seconds - 14 * 3600 - 900) }],
    [otherTime('one second later'), { sent: String(far), time: String(far + 1) }],
    [unexplained, { sent: String(far + 1), time: String(far + 2) }],
    [otherTime('local time'), { sent: String(far), time: String(far + 900) }],
    [unexplained, { sent: String(far + 1), time: String(far + 901) }],
    [unexplained, { sent: 'not a time', time: String(seconds) }],
    [unexplained, { sent: '', time: '2000' }],
  ])('in the time: %s', (wanted, client) => {
    expect(found(client, searchedOut)).toBe(wanted);
  });

  const otherOrder = 'the parts are signed in another order (publicKey:epochSeconds:nonce:bodyHash)';
  const joinedBy = (separator: string) => ({ text: (parts: object) => Object.values(parts).join(separator) });
  it.each<[string, Client]>([
    ['the colon before the empty body hash is missing', { text: ({ key, nonce, time }) => `${key}:${nonce}:${time}` }],
    ['the nonce is missing in the signed text', { body, text: ({ key, time, hash }) => `${key}:${time}:${hash}` }],
    ['only the body is signed', { body, text: ({ hash }) => hash }],
    ['the signed text ends with a line break', { text: ({ key, nonce, time }) => `${key}:${nonce}:${time}:\n` }],
    [
      'the public key is signed in upper case',
      { text: ({ key, nonce, time }) => `${key.toUpperCase()}:${nonce}:${time}:` },
    ],
    [
      'the public key is signed without its hyphens',
      { text: ({ key, nonce, time }) => `${key.replaceAll('-', '')}:${nonce}:${time}:` },
    ],
    [otherOrder, { text: ({ key, nonce, time }) => `${key}:${time}:${nonce}:` }],
    [otherOrder, { text: ({ key, nonce, time }) => `${key}:${time}:${nonce}` }],
    [otherOrder, { body, text: ({ key, nonce, time, hash }) => `${key}:${time}:${nonce}:${hash}` }],
    ['the parts are separated by line breaks instead of colons', { body, ...joinedBy('\n') }],
    ['the parts are separated by nothing instead of colons', { body, ...joinedBy('') }],
    ['the parts are separated by "|" instead of colons', { text: ({ key, nonce, time }) => `${key}|${nonce}|${time}` }],
    [
      'the parts are signed in another order and separated by nothing (nonce:publicKey:epochSeconds:bodyHash)',
      { text: ({ key, nonce, time }) => `${nonce}${key}${time}` },
    ],
    ['the method is signed too', { text: ({ key, nonce, time }) => `POST:${key}:${nonce}:${time}:` }],
    ['the lower-case method is signed too', { text: ({ key, nonce, time }) => `${key}:${nonce}:${time}::post` }],
    [
      'the method and the path are signed too',
      { text: ({ key, nonce, time }) => `POST:${path}:${key}:${nonce}:${time}:` },
    ],
    [
      'the lower-case method and the path with the query are signed too',
      { text: ({ key, nonce, time }) => `post\n${path}?x=1\n${key}\n${nonce}\n${time}\n` },
    ],
    [
      'the method and host and path are signed too',
      { text: ({ key, nonce, time }) => `${key}POSTapi.example.com${path}${time}${nonce}` },
    ],
    ['the whole URL is signed too', { text: ({ key, nonce, time }) => `${key}:${nonce}:${time}::${url}` }],
  ])('in the signed text: %s', (wanted, client) => {
    expect(found(client)).toBe(wanted);
  });

  it.each<[string, Client]>([
    ['the signature is written in hex instead of base64', { signature: (bytes) => bytes.toString('hex') }],
    [
      'the signature is written in hex instead of base64',
      { signature: (bytes) => bytes.toString('hex').toUpperCase() },
    ],
    [
      'the signature is written in base64url instead of base64',
      { nonce: 'n3', signature: (bytes) => bytes.toString('base64url') },
    ],
    [
      'the signature is the base64 of its hex text',
      { signature: (bytes) => Buffer.from(bytes.toString('hex')).toString('base64') },
    ],
    [
      'the signature is encoded in base64 twice',
      { signature: (bytes) => Buffer.from(bytes.toString('base64')).toString('base64') },
    ],
    ['the signature is percent-encoded', { signature: (bytes) => encodeURIComponent(bytes.toString('base64')) }],
  ])('in its coding: %s', (wanted, client) => {
    expect(found(client)).toBe(wanted);
  });
});

describe('two mistakes in a signature', () => {
  const hex = 'the signature is written in hex instead of base64';
  const both: Client = { key: privateKey, signature: (bytes) => bytes.toString('hex') };
  const wanted = `the private key is used as text, not decoded from base64; ${hex}`;

  it.each<[string, Client]>([
    [wanted, both],
    [`the body hash is missing; ${hex}`, { body, hash: '', signature: (bytes) => bytes.toString('hex') }],
    [
      `with HMAC-SHA1 instead of HMAC-SHA256; ${otherTime('milliseconds')}`,
      { algorithm: 'sha1', time: `${seconds}000` },
    ],
    [unexplained, { ...both, algorithm: 'sha1' }],
  ])('are both named: %s', (says, client) => {
    expect(found(client)).toBe(says);
  });

  it('are searched for three times for each client; then the last answer is given', () => {
    const client = newClient();
    expect(found({ key: 'wrong' }, client)).toBe(unexplained);
    expect(found({ key: 'wrong' }, client)).toBe(unexplained);
    expect(found(both, client)).toBe(wanted);
    expect(found({ key: 'wrong' }, client)).toBe(wanted);
    expect(found({ key: privateKey }, client)).not.toContain(hex);
    expect(found(both, newClient(3))).toBe(unexplained);
  });
});

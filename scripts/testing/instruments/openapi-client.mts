// A client that is typed by openapi-typescript from the published OpenAPI file. openapi.sh compiles it under `strict`
// and runs it against the sandbox.
import { createHmac, randomUUID } from 'node:crypto';
import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

const settings = JSON.parse(process.env.SANDBOX ?? '{}') as Record<string, string>;
const { url = '', IMBURSE_PUBLIC_KEY: publicKey = '', IMBURSE_PRIVATE_KEY: privateKey = '' } = settings;
const signed = `${publicKey}:${randomUUID()}:${Math.floor(Date.now() / 1000)}:`;
const signature = createHmac('sha256', Buffer.from(privateKey, 'base64')).update(signed).digest('base64');
const exchange = await fetch(`${url}/v1/identity/hmac`, {
  method: 'POST',
  headers: { Authorization: `Hmac ${signed}${signature}` },
});
const { accessToken: token } = (await exchange.json()) as { readonly accessToken?: string };
const client = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${token}` } });

const issued = await client.POST('/v1/identity/payout', {
  body: { customerRef: 'customer', orderRef: 'order', instructionRef: 'instruction' },
});
const accessToken: string | undefined = issued.data?.accessToken;
if (!accessToken) throw new Error(`no token: ${issued.response.status}`);

const refused = await client.POST('/v1/identity/payout', {
  // @ts-expect-error: a reference is a text
  body: { customerRef: 1, orderRef: 'order', instructionRef: 'instruction' },
});
if (refused.response.status !== 400) throw new Error(`a number as reference: ${refused.response.status}`);
// Two forms of an error are documented.
const { error } = refused;
const code: string | undefined = error && ('errors' in error ? error.errors[0]?.errorCode : error.errorCodes[0]);
if (!code) throw new Error('the refusal has no code');
console.log(`issued a token of ${accessToken.length} characters; refused with ${code}`);

// A client that @hey-api/openapi-ts wrote from the published OpenAPI file. openapi.sh compiles it under `strict` and runs
// it against the sandbox.
import { createHmac, randomUUID } from 'node:crypto';
import { client } from './generated/client.gen.js';
import { getManagementToken, getPayoutOptions, getPayoutToken } from './generated/index.js';

const settings = JSON.parse(process.env.SANDBOX ?? '{}') as Record<string, string>;
const { url = '', IMBURSE_PUBLIC_KEY: publicKey = '', IMBURSE_PRIVATE_KEY: privateKey = '' } = settings;
client.setConfig({ baseUrl: url });

const signed = `${publicKey}:${randomUUID()}:${Math.floor(Date.now() / 1000)}:`;
const signature = createHmac('sha256', Buffer.from(privateKey, 'base64')).update(signed).digest('base64');
const management = await getManagementToken({ headers: { Authorization: `Hmac ${signed}${signature}` } });
const auth = management.data?.accessToken;
if (!auth) throw new Error(`no management token: ${management.response?.status}`);

const references = { customerRef: 'customer', orderRef: 'order', instructionRef: 'instruction' };
const issued = await getPayoutToken({ auth, body: references });
const accessToken: string | undefined = issued.data?.accessToken;
if (!accessToken) throw new Error(`no token: ${issued.response?.status}`);
const { data: options } = await getPayoutOptions({ auth: accessToken });
if (!options?.rewards) throw new Error('no payout options');

const refused = await getPayoutToken({
  auth,
  body: { ...references, customerRef: '<' },
  headers: { 'X-Correlation-ID': 'mine' },
});
const { error } = refused;
if (!error || !('errors' in error)) throw new Error(`not refused: ${refused.response?.status}`);
// `metadata` may hold anything: the documented name is the caller's correlation id.
const correlationId: unknown = error.errors[0]?.metadata.correlationId;
if (correlationId !== 'mine') throw new Error(`metadata.correlationId: ${correlationId}`);
console.log('the generated client got both tokens and the options, and reads a refusal');

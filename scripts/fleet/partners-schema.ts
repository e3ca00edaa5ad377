import { list, name, object } from '../lib/json-schema';

const target = {
  ...name,
  description: 'sandbox, production, or a base URL. Without it, the target of the file.',
} as const;

const variable = {
  type: 'string',
  pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
  description: 'The name of an environment variable.',
  examples: ['ACME_PRIVATE_KEY'],
} as const;

const secret = {
  description: 'Where the secret is; never the secret itself.',
  oneOf: [
    object({ env: variable }),
    object({ file: { ...name, description: 'A file that only its owner can read; relative to this file.' } }),
  ],
  examples: [{ env: 'NAME' }, { file: 'path' }],
} as const;

/** A partner of the file, or of a job of the queue, which names its target. */
export const partnerSchema = object(
  {
    name: {
      type: 'string',
      maxLength: 200,
      pattern: '\\S',
      description: 'Unique in the file.',
      examples: ['Acme'],
    },
  },
  {
    target,
    publicKey: {
      description: 'Of a Tenant API key.',
      anyOf: [name, secret],
      examples: ['the public key', ...secret.examples],
    },
    privateKey: secret,
    managementToken: secret,
    expiredToken: secret,
    noRoleToken: secret,
    expiredPayoutToken: secret,
    accountId: name,
    tenantId: name,
  },
  { title: 'Partner' },
);

/** JSON Schema 2020-12 of `partners.yaml`. Editors and `readPartners` use it. */
export const partnersSchema = object(
  { partners: { ...list(partnerSchema), minItems: 1 } },
  { target: { ...target, description: 'The target of every partner that names none.' } },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Partners',
    description: 'The partners of a fleet. Secrets are referred to, never written here.',
  },
);

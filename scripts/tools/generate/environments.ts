const secrets = [
  'managementToken',
  'publicKey',
  'privateKey',
  'accountId',
  'tenantId',
  'expiredToken',
  'noRoleToken',
  'expiredPayoutToken',
] as const;

/** Credentials for an environment file. Secrets that are not given are empty. */
export type EnvironmentSecrets = Partial<Record<(typeof secrets)[number], string>>;

/** A Postman environment for the collection: tokens and keys are of type `secret`. */
export function postmanEnvironment(id: string, name: string, baseUrl: string, values: EnvironmentSecrets = {}): object {
  const entries = [
    { key: 'baseUrl', value: baseUrl, type: 'default', enabled: true },
    ...secrets.map((key) => ({ key, value: values[key] ?? '', type: 'secret', enabled: true })),
  ];
  return { id, name, values: entries, _postman_variable_scope: 'environment' };
}

/** The port of `payout-contract sandbox` and of the committed environment. */
export const defaultSandboxPort = 4010;

export const environments = {
  embedded: postmanEnvironment(
    '4c8d2f5e-4b0e-4d43-9e0c-6a5f8b7f1a01',
    'Embedded sandbox',
    `http://127.0.0.1:${defaultSandboxPort}`,
  ),
  sandbox: postmanEnvironment(
    '4c8d2f5e-4b0e-4d43-9e0c-6a5f8b7f1a02',
    'Imburse sandbox',
    'https://sandbox-api.imbursepayments.com',
  ),
} as const;

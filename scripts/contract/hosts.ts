/** The well-known environments (C10). Some accounts have a dedicated host, so the base URL is always configurable. */
export const hosts = {
  sandbox: 'https://sandbox-api.imbursepayments.com',
  /** As written in the introduction of 2019. */
  sandbox2019: 'https://api-sandbox.imbursepayments.com',
  production: 'https://api.imbursepayments.com',
} as const;

/** What a target is: a sandbox that ends with its run, an environment of Imburse, or any other server. */
export const targetKinds = ['embedded', 'sandbox', 'production', 'custom'] as const;
export type TargetKind = (typeof targetKinds)[number];

/** The kind of the target at an origin. The embedded sandbox cannot be told by its origin. */
export function kindOfOrigin(origin: string): Exclude<TargetKind, 'embedded'> {
  if (origin === hosts.production || origin === `${hosts.production}.`) return 'production';
  return origin === hosts.sandbox || origin === hosts.sandbox2019 ? 'sandbox' : 'custom';
}

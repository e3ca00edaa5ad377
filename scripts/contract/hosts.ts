/** The well-known environments (C10). Some accounts have a dedicated host, so the base URL is always configurable. */
export const hosts = {
  sandbox: 'https://sandbox-api.imbursepayments.com',
  /** As written in the introduction of 2019. */
  sandbox2019: 'https://api-sandbox.imbursepayments.com',
  production: 'https://api.imbursepayments.com',
} as const;

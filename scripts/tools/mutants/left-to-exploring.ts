/** Faults that no fixed case shows, besides those that need a condition: `mutants` finds them by exploring only. */
export const leftToExploring: ReadonlySet<string> = new Set(
  `
  body-gzip-unasked correlation-as-number correlation-cut-to-36 correlation-percent-encoded
  correlation-request-id-preferred empty-key-trusted fourth-segment-ignored
  half-signature-accepted header-key-trusted hmac-colon-not-signed hmac-empty-secret
  hmac-fraction-not-signed hmac-key-not-signed hmac-long-nonce-forgotten hmac-longer-signature-accepted
  hmac-nonce-case-ignored hmac-nonce-not-signed hmac-nothing-signed hmac-public-key-as-secret
  hmac-time-not-signed hmac-undecoded-secret kid-file-trusted leak-token-on-trace
  options-empty-key-trusted options-long-token-refused options-half-signature-accepted options-header-key-trusted
  options-signature-without-case-accepted options-token-in-cookie-accepted
  options-token-in-query-accepted override-from-get-issues-token override-from-put-issues-token
  public-key-trusted references-booleans-read references-cut-together references-dates-expanded
  references-decimals-shortened references-entities-decoded references-equal-once
  references-exponents-expanded references-hexadecimal-read references-inherited-lost
  references-null-read references-of-objects references-rounded references-yaml-read references-zero-width-removed
  signed-hmac-accepted   signature-without-case-accepted token-cached-as-numbers token-cached-by-cookie
  token-cached-by-correlation-id token-cached-by-end token-cached-by-hyphens
  token-cached-by-idempotency-key token-cached-cut token-cached-cut-late
  token-cached-sorted-letters token-cached-without-punctuation token-in-body-accepted
  token-in-cookie-accepted token-in-proxy-authorization-accepted token-in-x-access-token-accepted
  token-in-x-authorization-accepted
`
    .trim()
    .split(/\s+/),
);

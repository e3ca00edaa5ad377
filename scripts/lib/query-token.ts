/** The bearer token in the query of a URL (RFC 6750 §2.3), still encoded. */
export const queryToken = (url: string): string | undefined => url.match(/[?&]access_token=([^&#]+)/)?.[1];

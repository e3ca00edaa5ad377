/** The bearer token that a URL carries in its query (RFC 6750 §2.3), as it stands there. */
export const queryToken = (url: string): string | undefined => url.match(/[?&]access_token=([^&#]+)/)?.[1];

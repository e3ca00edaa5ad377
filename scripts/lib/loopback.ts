const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Whether a host is this machine. */
export const isLoopbackHost = (host: string): boolean => loopback.test(host);

/** Whether requests to a base URL leave this machine unencrypted. */
export function isPlainHttp(baseUrl: string): boolean {
  // A report may hold any text for it.
  if (!URL.canParse(baseUrl)) return false;
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'http:' && !isLoopbackHost(hostname);
}

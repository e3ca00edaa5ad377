import { blaming } from './diagnosis';

/** What is between this machine and the target. None of it says anything about credentials. */
export const networkDiagnoses = blaming('network', {
  'name-not-resolved': {
    title: 'The host name cannot be resolved',
    evidence: ['C10'],
    remedy:
      'check the address for typos, then DNS and VPN; behind a proxy, set HTTPS_PROXY (HTTP_PROXY and ALL_PROXY are not used)',
  },
  'connection-refused': {
    title: 'The connection was refused',
    remedy: 'check the host and port, whether a firewall blocks them, and whether anything listens there',
  },
  'no-route': {
    title: 'This machine has no route to the address',
    remedy:
      'check its network and VPN; an IPv6 address needs an IPv6 network, an IPv4 address an IPv4 network, or a proxy that has one',
  },
  'connection-reset': {
    title: 'The connection was closed or reset',
    remedy: 'try again, then from another network: a firewall, a proxy or the target closed the connection',
  },
  'connection-failed': {
    title: 'The target cannot be reached',
    remedy: "check this machine's network, and whether it needs a proxy (HTTPS_PROXY)",
  },
  'no-answer-in-time': {
    title: 'The target did not respond in time',
    remedy: 'try again with a longer --timeout, then check firewall and proxy',
  },
  'out-of-time': {
    title: 'The check did not finish within --max-duration',
    remedy: 'see the last step for what it waited for; run it again with a longer --max-duration',
  },
  'http-not-spoken': {
    title: 'The response is not HTTP',
    evidence: ['C1'],
    remedy: "check the target's host and port",
  },
  'tls-not-spoken': {
    title: 'The target does not speak TLS on this port',
    evidence: ['C1'],
    remedy: 'check the scheme and the port of the address; something else may be responding instead of the target',
  },
  'certificate-not-trusted': {
    title: "The target's certificate is not issued by a trusted authority",
    remedy:
      'ask your network administrators whether the issuer of that certificate is their intercepting proxy; if it is, set NODE_EXTRA_CA_CERTS to its certificate. Do not turn off verification',
  },
  'certificate-expired': {
    title: "The target's certificate has expired",
    remedy: "check this machine's date; if it is right, tell the operator of the host",
  },
  'certificate-not-yet-valid': {
    title: "The target's certificate is not valid yet",
    remedy: "check this machine's date; if it is right, tell the operator of the host",
  },
  'client-certificate-required': {
    title: 'The server requires a client certificate, or does not accept yours',
    remedy: 'set IMBURSE_CLIENT_CERT and IMBURSE_CLIENT_KEY to the PEM files that the operator gave you',
  },
  'certificate-wrong-host': {
    title: "The target's certificate is for another host name",
    evidence: ['C10'],
    remedy: 'check the host name in the address; something else may be responding instead of the target',
  },
  'tls-not-agreed': {
    title:
      'The server ended the TLS handshake: it does not accept the TLS versions and ciphers of this machine, or the host name',
    remedy:
      'check the host name, then ask the operator which TLS versions and ciphers the server takes (this machine offers TLS 1.2 and 1.3)',
  },
  'host-not-served': {
    title: 'The server does not serve this host name',
    evidence: ['C10'],
    remedy: 'check the host name in the address',
  },
  'tls-failed': {
    title: 'The TLS handshake failed',
    remedy: 'check the address, and whether a proxy or firewall interferes with TLS',
  },
  'proxy-authentication': {
    title: 'The proxy requires a user name and password (407)',
    remedy: 'set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT; nothing has reached the target yet',
  },
  'proxy-credentials-refused': {
    title: 'The proxy does not accept the user name and password of HTTPS_PROXY (407)',
    remedy: 'correct them in HTTPS_PROXY; write special characters as %XX. Nothing has reached the target yet',
  },
  'proxy-sign-in-unsupported': {
    title: 'The proxy asks for a sign-in that is not supported (407)',
    remedy:
      'use a local proxy that signs in for you (such as px or cntlm), or ask your network administrators to exempt the target from the proxy (NO_PROXY)',
  },
  'proxy-unreachable': {
    title: 'The proxy cannot be reached, or closes the connection',
    remedy:
      'check the host, port and scheme in HTTPS_PROXY, then ask your network administrators; nothing has reached the target yet',
  },
  'proxy-silent': {
    title: 'The proxy accepts connections, but does not respond',
    remedy:
      'check the host and port in HTTPS_PROXY, try a longer --timeout, then ask your network administrators; nothing has reached the target yet',
  },
  'proxy-not-http': {
    title: 'HTTPS_PROXY does not point to an HTTP proxy',
    remedy: 'check its host and port; set it to https://HOST:PORT if the proxy speaks TLS. SOCKS is not supported',
  },
  'proxy-certificate': {
    title: "The proxy's own certificate is not accepted",
    remedy:
      'set HTTPS_PROXY to http://HOST:PORT if the proxy speaks plain HTTP, or NODE_EXTRA_CA_CERTS to its authority',
  },
  'proxy-not-tls': {
    title: 'The proxy does not speak TLS, but HTTPS_PROXY starts with https://',
    remedy: 'set HTTPS_PROXY to http://HOST:PORT: the scheme is of the connection to the proxy, not of the target',
  },
  'proxy-refused': {
    title: 'The proxy did not connect to the target',
    remedy:
      'check the address of the target, then ask your network administrators to let the proxy connect to it, or add its host to NO_PROXY',
  },
  'refused-before-api': {
    title: 'Something before the API refused the request',
    evidence: ['E1b', 'E1c'],
    remedy:
      'ask the operator of that gateway, firewall or filter, and give them its message and request id; this says nothing about your credentials',
  },
  'address-not-allowed': {
    title: 'The target does not accept requests from the IP address of this machine or its proxy',
    evidence: ['E1c'],
    remedy: 'ask the operator of the target to allow the public address that your requests come from',
  },
  'credentials-not-received': {
    title: 'The target did not receive the Authorization header: something on the way removes it',
    evidence: ['H2', 'C2'],
    remedy:
      'ask the operators of the proxies and gateways on the way to pass the header on; this says nothing about your credentials',
  },
  'captive-portal': {
    title: 'The network asks for a sign-in before it lets requests through: a captive portal',
    evidence: ['C13'],
    remedy: 'sign in to the network with a browser, or use another network',
  },
  redirected: {
    title: 'The target redirects to another address, and credentials are not sent there',
    evidence: ['C1'],
    remedy: 'check the address; it may be a sign-in page of the network that redirects',
  },
  'nonce-replayed': {
    title: 'The target says it has seen this request before: something sends requests twice',
    evidence: ['H3'],
    remedy:
      'look for a proxy that repeats requests, or for machines started from the same snapshot; each request has a new nonce',
  },
});

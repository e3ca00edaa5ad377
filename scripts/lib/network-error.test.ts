import { NetworkError, networkErrorKind, networkErrorKinds, networkErrorText } from './network-error';

describe('the kind of a network error', () => {
  it.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'refused'],
    ['EHOSTUNREACH', 'refused'],
    ['ENETUNREACH', 'refused'],
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['UND_ERR_SOCKET', 'reset'],
    ['ETIMEDOUT', 'timeout'],
    ['ESOCKETTIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'tls-expired'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-untrusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls-untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-name'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls-untrusted'],
    ['CERT_NOT_YET_VALID', 'tls-expired'],
    ['CERT_UNTRUSTED', 'tls-untrusted'],
    ['HOSTNAME_MISMATCH', 'tls-name'],
    ['CERT_REVOKED', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['EPROTO', 'tls'],
    ['HPE_INVALID_CONSTANT', 'protocol'],
    ['HPE_HEADER_OVERFLOW', 'protocol'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'protocol'],
    ['Z_DATA_ERROR', 'protocol'],
    ['ERR_HTTP_INVALID_HEADER_VALUE', 'protocol'],
    ['SOMETHING_ELSE', 'other'],
  ])('%s is %s', (code, wanted) => {
    expect(networkErrorKind({ code, message: 'irrelevant' })).toBe(wanted);
  });

  it.each([
    ['socket hang up', 'reset'],
    ['aborted', 'reset'],
    ['Parse Error: Expected HTTP/', 'protocol'],
    ['incorrect header check', 'protocol'],
    ['unexpected end of file', 'protocol'],
    ['who knows', 'other'],
    [undefined, 'other'],
  ])('without a code, of the message %j, is %s', (message, wanted) => {
    expect(networkErrorKind(message === undefined ? {} : { message })).toBe(wanted);
    expect(networkErrorKind({ code: 7, ...(message !== undefined && { message }) })).toBe(wanted);
  });
});

describe('the words for a network error', () => {
  it.each([
    ['ENOTFOUND', 'the host name was not found (ENOTFOUND)'],
    ['ECONNREFUSED', 'the connection was refused (ECONNREFUSED)'],
    ['CERT_HAS_EXPIRED', "the server's certificate has expired or is not valid yet (CERT_HAS_EXPIRED)"],
    ['Z_DATA_ERROR', 'the body cannot be decompressed (Z_DATA_ERROR)'],
    [
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'the server requires a client certificate: set IMBURSE_CLIENT_CERT and IMBURSE_CLIENT_KEY (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)',
    ],
    ['SOMETHING_ELSE', 'the request failed (SOMETHING_ELSE)'],
  ])('of %s are plain: %s', (code, words) => {
    expect(networkErrorText({ code, message: 'irrelevant' })).toBe(words);
  });

  it('end with the message if there is no code', () => {
    expect(networkErrorText({ message: 'socket hang up' })).toMatch(/closed .* \(socket hang up\)$/);
    expect(networkErrorText({})).toBe('the request failed (no code)');
  });

  it.each(networkErrorKinds)('are kept for an error that already has them: %s', (kind) => {
    const error = new NetworkError(kind, 'in plain words');
    expect([networkErrorKind(error), networkErrorText(error)]).toEqual([kind, 'in plain words']);
  });
});

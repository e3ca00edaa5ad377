import { networkErrorKind } from './network-error';

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
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
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

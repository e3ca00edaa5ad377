import { signatureMistake } from '../hmac-mistakes';
import type { ClientRule } from '../rule';
import type { ClientMismatch } from '../types';

export const clientHmacSignature = {
  id: 'client-hmac-signature',
  title: 'The client signs the documented text with its decoded private key.',
  why: 'The server computes the signature again. If a character or the encoding differs, it responds with 401 and gives no reason.',
  remedy:
    'Sign `{publicKey}:{nonce}:{epochSeconds}:{bodyHash}` by HMAC-SHA256 with the base64-decoded private key, and write the result in base64. bodyHash is the SHA-256 of the body in base64, and empty without a body.',
  evidence: ['H2'],
  check(context): ClientMismatch[] {
    const { reading, history, knowledge } = context;
    const { security, hmac } = reading;
    if (security !== 'hmac' || hmac === undefined || hmac.timestamp === '' || hmac.signature === '') return [];
    const privateKey = knowledge.privateKeyOf(hmac.publicKey);
    if (privateKey === undefined) return [];
    if (reading.lacks('request-body')) return [];
    const mistake = signatureMistake(
      {
        ...hmac,
        privateKey,
        body: reading.bodyBytes,
        bodyText: reading.bodyText,
        method: reading.method,
        url: reading.exchange.request.url,
      },
      knowledge.digests,
      history.clientOf(reading),
    );
    if (mistake === undefined) return [];
    return [
      {
        evidence: 'H2',
        kind: mistake.kind,
        message: `The client's signature is wrong: ${mistake.says}.`,
        where: 'Authorization',
        expected: 'base64(HMAC-SHA256(base64decode(privateKey), publicKey:nonce:epochSeconds:bodyHash))',
      },
    ];
  },
} as const satisfies ClientRule;

import type { ClientRule } from '../rule';
import type { ClientMismatch } from '../types';

export const clientHmacNonce = {
  id: 'client-hmac-nonce',
  title: 'The client makes a new nonce for each signed request.',
  why: 'The server refuses a nonce that it has seen: a repeated request looks like one that someone recorded.',
  remedy:
    'Make a new random nonce and a new signature for each request, also if you repeat a request after a lost connection.',
  evidence: ['H3'],
  check({ reading, history }): ClientMismatch[] {
    const { security, hmac, exchange } = reading;
    if (reading.lacks('time')) return [];
    if (security !== 'hmac' || hmac === undefined || exchange.neverSent) return [];
    if (!history.usedNonce(hmac.publicKey, hmac.nonce, exchange.startedAt)) return [];
    return [
      {
        evidence: 'H3',
        kind: 'reused',
        message: 'The client sends a nonce again.',
        where: 'Authorization',
        expected: 'a nonce that was never sent',
        actual: 'the nonce of an earlier request',
      },
    ];
  },
} as const satisfies ClientRule;

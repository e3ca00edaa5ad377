import { cachedBy, hmacPolicy, lifetime } from '../changes';
import { withHeader, withoutHeader } from '../http';
import type { Variant } from '../types';
import { everyReply, variantsOf } from './define';

/** Writes every character of every string, names included, as an escape. */
function escaped(json: string): string {
  return json.replace(/"([^"\\]*)"/g, (_match, text: string) => {
    const codes = [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return `"${codes.join('')}"`;
  });
}

/** Servers whose success differs. */
export const successVariants: readonly Variant[] = variantsOf({
  'status-200': [
    'Returns 200 for both token calls',
    (baseline) => ({ successStatus: 200, hmac: { ...baseline.hmac, successStatus: 200 } }),
  ],
  'hmac-status-200': ['Returns 200 for the HMAC call alone', hmacPolicy(() => ({ successStatus: 200 }))],
  'extra-properties': [
    'Adds properties to the success body',
    () => ({ successBody: (body) => ({ tokenType: 'Bearer', ...body, scope: ['payout'], refresh: null }) }),
  ],
  'properties-reversed': [
    'Sends expires before accessToken',
    () => ({ successBody: ({ accessToken, expires }) => ({ expires, accessToken }) }),
  ],
  'pretty-printed': [
    'Writes JSON over several lines',
    () => ({ serialise: (value) => `${JSON.stringify(value, null, 2)}\n` }),
  ],
  'escaped-unicode': [
    'Escapes every character in JSON',
    () => ({ serialise: (value) => escaped(JSON.stringify(value)) }),
  ],
  'no-cache-control': ['Sends no Cache-Control', everyReply((reply) => withoutHeader(reply, 'Cache-Control'))],
  'cache-control-longer': [
    'Sends more in Cache-Control',
    everyReply((reply) => withHeader(reply, 'Cache-Control', 'private, max-age=0, No-Store, must-revalidate')),
  ],
  'lifetime-five-minutes': ['Issues tokens for five minutes', lifetime(300)],
  'lifetime-thirty-days': ['Issues tokens for thirty days', lifetime(30 * 24 * 3600)],
  'expires-whole-seconds': [
    'Sends expires without milliseconds',
    () => ({ formatExpires: (ms) => String(Math.floor(ms / 1000) * 1000) }),
  ],
  'same-token-for-same-references': [
    'Issues the same token again for the same references',
    cachedBy((references) => JSON.stringify(Object.values(references))),
  ],
  'options-without-rewards': ['Offers no rewards', () => ({ optionsBody: () => ({ rewards: [] }) })],
  'options-with-more': [
    'Describes each reward in more detail',
    () => ({
      optionsBody: () => ({
        count: 2,
        rewards: [
          { id: 1, title: 'Visa', limits: { min: 1, max: 500 }, active: true },
          { id: 2, title: 'Pr\u00e4mie', limits: null, active: false },
        ],
      }),
    }),
  ],
});

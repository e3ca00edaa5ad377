import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { predict } from '../predict';
import { reasonText } from '../reasons';
import { sources, tokenKey } from '../testing/sources';
import type { CallId } from '../types';
import { type Choice, type Composed, compose, deviationsOf, isAllowed } from './compose';
import { factors } from './index';

const calls = Object.keys(factors) as CallId[];
const levels = calls.flatMap((call) =>
  factors[call].flatMap((factor) =>
    factor.levels.map((level) => ({ call, factor, level, id: `${factor.id}:${level.id}` })),
  ),
);
const deviations = levels.filter(({ factor, level }) => level !== factor.levels[0]);

function composed(call: CallId, choice: Choice, seed = sources.seed): Composed {
  const request = compose(call, choice, { ...sources, seed });
  if (!request) throw new Error(`${call} cannot be composed of ${JSON.stringify(choice)}`);
  return request;
}

const predictionOf = ({ request, circumstances }: Composed) => predict(request, circumstances);

describe('a request of one level', () => {
  it.each(calls)('of %s is accepted if the level is the valid one', (call) => {
    expect(predictionOf(composed(call, {}))).toMatchObject({ call, outcome: 'accepted', status: [200, 201] });
  });

  it('is predicted as the level says, whatever the seed', () => {
    const seeds = [0, 1, 2, 3, 4];
    const wrong = deviations.flatMap(({ call, id, factor, level }) =>
      seeds.flatMap((seed) => {
        const { outcome, reasons, openings } = predictionOf(composed(call, { [factor.id]: level.id }, seed));
        if (outcome === level.alone) return [];
        return { call, id, seed, outcome, wanted: level.alone, because: [...reasons, ...openings].map(reasonText) };
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('differs from the valid one', () => {
    const shown = ({ request, circumstances }: Composed) => ({ request, credential: circumstances.credential });
    const same = deviations.filter(({ call, factor, level }) =>
      isDeepStrictEqual(shown(composed(call, { [factor.id]: level.id })), shown(composed(call, {}))),
    );
    expect(same.map(({ call, id }) => `${call} ${id}`)).toEqual([]);
  });
});

describe('factors', () => {
  it.each(calls)('of %s have ids and titles of their own', (call) => {
    const ids = factors[call].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { levels: own } of factors[call]) {
      expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
      expect(new Set(own.map(({ title }) => title)).size).toBe(own.length);
    }
  });

  it('hide factors that exist', () => {
    const all = new Set(levels.map(({ factor }) => factor.id));
    expect(levels.flatMap(({ level }) => level.hides ?? []).filter((id) => !all.has(id))).toEqual([]);
  });

  it('leave out levels that the sources do not support', () => {
    const { expiredToken: _, noRoleToken: __, ...credentials } = sources.credentials;
    const isComposed = (id: string) =>
      compose('payout-token', { credential: id }, { ...sources, credentials }) !== undefined;
    expect(['valid', 'none', 'forged-alg-none'].filter(isComposed)).toEqual(['valid', 'none', 'forged-alg-none']);
    expect(['expired', 'foreign-signature', 'no-role'].filter(isComposed)).toEqual([]);
  });
});

/** A choice of up to four levels of a call. */
const choices = fc.constantFrom(...calls).chain((call) =>
  fc
    .uniqueArray(fc.constantFrom(...deviations.filter((each) => each.call === call)), {
      minLength: 1,
      maxLength: 4,
      selector: ({ factor }) => factor.id,
    })
    .map((chosen) => ({ call, choice: Object.fromEntries(chosen.map(({ factor, level }) => [factor.id, level.id])) }))
    .filter(({ choice }) => isAllowed(call, choice)),
);
const parameters = { seed: 20_260_115, numRuns: 1000 };

/** Levels with which another level's refusal is open too, and why. */
const opening: Readonly<Record<string, string>> = {
  'method:options': 'any server may answer OPTIONS, whatever else is in the request',
  'method:trace': 'any server may answer TRACE, whatever else is in the request',
  'method:preflight': 'any server may answer OPTIONS, whatever else is in the request',
  'time:comma': 'nothing says how such a time is read',
  'time:milliseconds': 'nothing says how such a time is read',
  'names:repeated': 'nothing says which of two values counts',
  'names:repeated-other': 'nothing says which of two values counts',
  'names:second-spelling': 'a reader may ignore the case of names',
  'names:second-spelling-first': 'a reader may ignore the case of names',
};

describe('a request of several levels', () => {
  it('is refused if one of them is', () => {
    fc.assert(
      fc.property(choices, fc.nat(), ({ call, choice }, seed) => {
        const chosen = deviationsOf(call, choice);
        const prediction = predictionOf(composed(call, choice, seed));
        const exempt = chosen.some(({ factor, level }) => `${factor.id}:${level.id}` in opening);
        const refused = chosen.some(({ level }) => level.alone === 'refused');
        const accepted = chosen.every(({ level }) => level.alone === 'accepted');
        return (
          (exempt || (prediction.outcome === 'refused') === refused) && (!accepted || prediction.outcome === 'accepted')
        );
      }),
      parameters,
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(choices, fc.nat(), ({ call, choice }, seed) => {
        fc.pre(call !== 'management-token');
        expect(composed(call, choice, seed)).toEqual(composed(call, choice, seed));
      }),
      { ...parameters, numRuns: 100 },
    );
  });

  it('contains only the secrets that it names', () => {
    const { request, secrets } = composed('payout-token', { transport: 'cookie-authorization', path: 'upper-case' });
    expect(secrets).toEqual([sources.credentials.managementToken]);
    expect(request.headers.find(([name]) => name === 'Cookie')?.[1]).toContain(secrets[0]);
  });
});

describe('a choice', () => {
  it('is not allowed if one level hides another', () => {
    expect(isAllowed('payout-token', { body: 'null', 'order-ref': 'empty' })).toBe(false);
    expect(isAllowed('payout-token', { spacing: 'pretty', 'order-ref': 'empty' })).toBe(true);
    expect(isAllowed('payout-token', { method: 'get', spacing: 'pretty' })).toBe(false);
  });

  it('accepts only known factors and levels', () => {
    expect(() => compose('payout-token', { colour: 'red' }, sources)).toThrow('payout-token has no factor "colour"');
    expect(() => compose('payout-token', { body: 'red' }, sources)).toThrow('the factor "body" has no level "red"');
  });
});

describe('signatures', () => {
  const base64 = (key: string, text: string) =>
    createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
  const authorization = ({ request }: Composed) =>
    request.headers.find(([name]) => name === 'Authorization')?.[1].split(' ')[1] ?? '';

  it.each(deviations.filter(({ call, level }) => call === 'payout-token' && level.id.startsWith('forged-')))(
    '$id does not have the one of the issuer',
    ({ level }) => {
      const [header, payload, signature, ...more] = authorization(
        composed('payout-token', { credential: level.id }),
      ).split('.');
      const issued = Buffer.from(base64(tokenKey, `${header}.${payload}`), 'base64').toString('base64url');
      expect(more.length === 0 && signature === issued).toBe(false);
    },
  );

  const parts = ['exchange', 'time', 'offset', 'nonce', 'key', 'signature'];
  it.each(levels.filter(({ call, factor }) => call === 'management-token' && parts.includes(factor.id)))(
    '$id is right if the level says so',
    ({ factor, level }) => {
      const request = composed('management-token', { [factor.id]: level.id });
      const { headers } = request.request;
      const text = headers.find(([name]) => name === 'Authorization')?.[1].slice('Hmac '.length) ?? '';
      const end = text.lastIndexOf(':');
      const right = base64(sources.credentials.privateKey ?? '', text.slice(0, end + 1));
      const known = request.circumstances.credential;
      const said = known.kind === 'hmac' && known.signature;
      expect(said === 'right').toBe(text.slice(end + 1) === right);
    },
  );
});

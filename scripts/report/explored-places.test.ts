import { isCondition, placesOf } from './explored-places';

describe('the places of a program', () => {
  it.each([
    ['a case is its own place', 'refuse.no-token', ['refuse.no-token']],
    [
      'each condition is one',
      'explore:media-type=utf-16+query=one',
      ['explore:media-type=utf-16', 'explore:query=one'],
    ],
    ['whichever reference it is', 'explore:order-ref=length-50', ['explore:reference=length-50']],
    ['whatever was drawn', 'explore:query=one#45', ['explore:query=one']],
    ['alone, what must be refused is the condition', 'explore:order-ref=length-256', ['explore:reference=length-256']],
    [
      'beside others, it stands for its family',
      'explore:media-type=utf-16+order-ref=length-256',
      ['explore:media-type=utf-16', 'explore:refused=reference R2'],
    ],
    [
      'of its own call',
      'explore:call=payout-options+credential=forged-alg-none+query=one',
      ['explore:call=payout-options', 'explore:refused=forged', 'explore:query=one'],
    ],
    [
      'the call is not another condition',
      'explore:call=payout-options+credential=forged-alg-none',
      ['explore:call=payout-options', 'explore:credential=forged-alg-none'],
    ],
    ['in a sequence too', 'explore:body=truncated>documented', ['explore:refused=body', 'explore:documented']],
    ['once each', 'explore:method=head>method=head', ['explore:method=head']],
    ['what the model does not have is a place too', 'explore:colour=red', ['explore:colour=red']],
  ])('%s', (_what, id, places) => {
    expect(placesOf(id)).toEqual(places);
  });
});

it.each([
  ['explore:media-type=utf-16', true],
  ['explore:credential=none', true],
  ['explore:refused=forged', false],
  ['explore:call=payout-options', false],
  ['explore:documented', false],
  ['explore:times=2', false],
  ['refuse.no-token', false],
])('%s is a condition or not', (place, wanted) => {
  expect(isCondition(place)).toBe(wanted);
});

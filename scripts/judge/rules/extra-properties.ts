import { callOf } from '../../contract/calls';
import { extraPropertiesOf } from '../traits';
import { mismatchIf, type Rule } from './types';

export const extraProperties = {
  id: 'extra-properties',
  title: 'The success body has only documented properties.',
  evidence: ['T9'],
  appliesTo: (reading, { case: { call, tags } }) =>
    reading.succeeded && callOf(call).success.issues !== undefined && tags.includes('probe'),
  check(reading, { case: { call } }) {
    const extra = extraPropertiesOf(reading, call);
    return mismatchIf(extra.length > 0, {
      evidence: 'T9',
      kind: 'undocumented-properties',
      message: 'The success body has properties that are not documented.',
      where: '/',
      actual: extra.sort().join(', '),
    });
  },
} as const satisfies Rule;

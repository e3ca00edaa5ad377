import type { Expectation } from '../types';
import type { PredictedCodes, Prediction } from './types';

/** The codes in the form of a case: one suffix for all references at fault, or none. */
function expectedCodes({ references, accepted = [] }: PredictedCodes): NonNullable<Expectation['codes']> {
  const suffixes = new Set(accepted.map((code) => code.replace(/^[A-Z]+_REF_/, '')));
  const [suffix] = suffixes;
  return suffixes.size === 1 && suffix !== undefined ? { references, suffix } : { references };
}

/** A prediction as the expectation of a case. */
export function expectationOf(prediction: Prediction): Expectation {
  const { outcome, status, evidence, tokenBreaks, unsafe, mayDisconnect, codes } = prediction;
  if (outcome === 'open') return { outcome: 'observed', status: [], evidence };
  return {
    outcome,
    status,
    evidence,
    ...(tokenBreaks && { tokenBreaks }),
    ...(unsafe && { unsafe }),
    ...(mayDisconnect && { mayDisconnect }),
    ...(codes && { codes: expectedCodes(codes) }),
  };
}

import type { Expectation } from '../types';
import type { Prediction } from './types';

/** What a prediction says of the response, as a case states it: without the reasons. */
export function expectationOf(prediction: Prediction): Expectation {
  const { outcome, status, evidence, tokenBreaks, unsafe, mayDisconnect, codes } = prediction;
  return {
    outcome,
    status,
    evidence,
    ...(tokenBreaks && { tokenBreaks }),
    ...(unsafe && { unsafe }),
    ...(mayDisconnect && { mayDisconnect }),
    ...(codes && { codes }),
  };
}

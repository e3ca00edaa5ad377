export { expectationOf } from './expectation';
export { knownOf, knownVariables } from './known';
export { predict, predictionText } from './predict';
export { type Reason, type ReasonKind, reasonText } from './reasons';
export type {
  CallId,
  Circumstances,
  History,
  Known,
  KnownHmac,
  ModelRequest,
  Prediction,
  TokenKind,
} from './types';

export { expectationOf, predict } from './predict';
export type { Reason, ReasonKind } from './reasons';
export type {
  CallId,
  Circumstances,
  History,
  Known,
  KnownHmac,
  KnownToken,
  ModelRequest,
  Prediction,
} from './types';

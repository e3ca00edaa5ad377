import { callOf } from '../calls';
import { type Findings, fault, nothing, openFor, opening, refusedFor } from './reasons';
import type { CallId } from './types';

/** The methods that a web server knows (RFC 9110 §9, RFC 5789). */
const known = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/** The method of a call (C1, C8, H5). */
export const methodOf = (call: CallId): string => callOf(call).valid.method;

export interface MethodReading {
  readonly findings: Findings;
  /** `none`: the rest of the request does not matter. `credential`: only that does. */
  readonly reads: 'all' | 'credential' | 'none';
}

/** What the method means for a call (C14). Methods are case-sensitive. */
export function readMethod(method: string, call: CallId): MethodReading {
  const own = methodOf(call);
  const detail = { detail: method };
  if (method === own) return { findings: nothing, reads: 'all' };
  if (method === 'OPTIONS' || method === 'TRACE') {
    return { findings: openFor(opening('answerable-method', detail)), reads: 'none' };
  }
  if (method === 'HEAD' && own === 'GET') return { findings: openFor(opening('head-of-get')), reads: 'credential' };
  if (method.toUpperCase() === own) return { findings: openFor(opening('method-case', detail)), reads: 'all' };
  const kind = known.includes(method) ? 'method' : 'unknown-method';
  return { findings: refusedFor(fault(kind, detail)), reads: 'credential' };
}

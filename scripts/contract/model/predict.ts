import { callOf } from '../calls';
import type { EvidenceId } from '../evidence';
import { type Expectation, type ExpectedCodes, referenceCode, referenceNames } from '../types';
import { acceptanceRows } from './acceptance';
import { readPayoutBody, sizeFindings } from './body';
import { readCredential } from './credential';
import { readHeaders } from './headers';
import { readMediaType } from './media-type';
import { readMethod } from './method';
import {
  type Findings,
  fault,
  infoOf,
  joined,
  nothing,
  openFor,
  opening,
  type Reason,
  reasonText,
  refusedFor,
} from './reasons';
import { readTarget, type TargetReading } from './target';
import type { Circumstances, ModelRequest, Prediction } from './types';

/** The statuses of a success (C6). */
const successStatuses = [200, 201];

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
const ascending = (statuses: readonly number[]): number[] => unique(statuses).sort((one, other) => one - other);

/** All findings about a request, before the prediction is made. */
function findingsOf(request: ModelRequest, circumstances: Circumstances, { call, findings }: TargetReading): Findings {
  if (!call) return joined(refusedFor(fault('no-such-path')), findings);
  const { body, headers } = request;
  const method = readMethod(request.method, call);
  if (method.reads === 'none') return joined(method.findings, findings);
  const { requestBody } = callOf(call);
  const read = joined(
    method.findings,
    readCredential(headers, circumstances, call),
    requestBody && method.reads === 'all' ? joined(readMediaType(headers), readPayoutBody(request)) : nothing,
    findings,
    readHeaders(headers, circumstances),
    !requestBody && body !== undefined && body.length > 0 ? openFor(opening('unexpected-body')) : nothing,
  );
  const size = sizeFindings(body, read.reasons.length > 0);
  // A request that is too large may be refused before anything else is checked.
  return size.reasons.length > 0 ? joined(size, read) : joined(read, size);
}

/** The codes of a 400, where a reference is all that can be at fault. */
function codesOf(all: readonly Reason[]): ExpectedCodes | undefined {
  const own = all.filter((reason) => infoOf(reason).code !== undefined);
  const references = referenceNames.filter((name) => own.some(({ reference }) => reference === name));
  if (references.length === 0 || own.some((reason) => infoOf(reason).code === 'any')) return undefined;
  if (own.some((reason) => infoOf(reason).code === 'not-another')) return { references };
  const accepted = own.flatMap((reason) =>
    reason.reference ? [referenceCode(reason.reference, String(infoOf(reason).code))] : [],
  );
  return { references, accepted };
}

const statusesOf = (reasons: readonly Reason[]): number[] =>
  reasons.flatMap((reason) => [...infoOf(reason).status, ...(reason.alsoStatus ?? [])]);

function refusal({ reasons, openings }: Findings): Prediction {
  const infos = reasons.map(infoOf);
  const all = [...reasons, ...openings];
  const evidence = infos[0]!.row;
  const tokenRow = infos.find(({ unsafe }) => unsafe)?.row ?? infos.find(({ tokenRow }) => tokenRow)?.tokenRow;
  const codes = codesOf(all);
  return {
    outcome: 'refused',
    status: ascending(statusesOf(all)),
    evidence,
    ...(tokenRow !== undefined && tokenRow !== evidence && { tokenBreaks: tokenRow }),
    rows: unique(infos.flatMap(({ row, tokenRow }): EvidenceId[] => (tokenRow ? [row, tokenRow] : [row]))),
    unsafe: infos.some(({ unsafe }) => unsafe),
    mayDisconnect: all.some((reason) => infoOf(reason).mayDisconnect),
    ...(codes && { codes }),
    reasons,
    openings,
  };
}

const needsSaying = (status: number): boolean => status >= 300 && (status < 400 || status >= 500);

function openPrediction({ openings }: Findings): Prediction {
  const infos = openings.map(infoOf);
  return {
    outcome: 'open',
    status: ascending(statusesOf(openings).filter(needsSaying)),
    evidence: infos[0]!.row,
    rows: unique(infos.map(({ row }) => row)),
    unsafe: infos.some(({ unsafe }) => unsafe),
    mayDisconnect: infos.some(({ mayDisconnect }) => mayDisconnect),
    reasons: [],
    openings,
  };
}

/** Predicts the response to a request. If several things are wrong, a response to any of them conforms. */
export function predict(request: ModelRequest, circumstances: Circumstances): Prediction {
  const target = readTarget(request.url, circumstances);
  const { call } = target;
  const findings = findingsOf(request, circumstances, target);
  const leadsTo = call && { call };
  if (findings.reasons.length > 0) return { ...leadsTo, ...refusal(findings) };
  if (findings.openings.length > 0) return { ...leadsTo, ...openPrediction(findings) };
  const rows = acceptanceRows(request, circumstances, call!);
  return {
    ...leadsTo,
    outcome: 'accepted',
    status: successStatuses,
    evidence: rows[0],
    rows,
    unsafe: false,
    mayDisconnect: false,
    reasons: [],
    openings: [],
  };
}

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

/** The reasons of a prediction, in words and in order. */
export const predictionText = ({ outcome, reasons, openings }: Prediction): string =>
  (outcome === 'refused' ? reasons : openings).map(reasonText).join('; ');

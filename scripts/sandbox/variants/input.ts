import { hmacPolicy, readAlso } from '../changes';
import { referenceNames } from '../references';
import { refuse } from '../refusal';
import type { Variant } from '../types';
import { variantsOf } from './define';

const foldName = (name: string): string =>
  referenceNames.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;

const hasUnknown = (body: Readonly<Record<string, unknown>> | undefined): boolean =>
  Object.keys(body ?? {}).some((key) => !referenceNames.some((name) => name === key));

/** Servers that make different choices where the contract leaves input open. */
export const inputVariants: readonly Variant[] = variantsOf({
  'input-before-caller': ['Checks the input before the caller', () => ({ authenticatesFirst: false })],
  'caller-before-method': [
    'Checks the caller before the method',
    (baseline) => ({
      otherMethod: async (context, allowed) => {
        const refusal = context.call === 'payout' ? await baseline.authenticate('management', context) : undefined;
        return refusal ? refuse(refusal, context) : baseline.otherMethod(context, allowed);
      },
    }),
  ],
  'null-is-invalid': [
    'Reports a null reference as having invalid characters',
    (baseline) => ({
      referenceProblem: (value, name) =>
        value === null ? 'CONTAINS_INVALID_CHARACTERS' : baseline.referenceProblem(value, name),
    }),
  ],
  'other-types-are-missing': [
    'Reports a reference of another type or of white space only as missing',
    (baseline) => ({
      referenceProblem: (value, name) =>
        typeof value !== 'string' || value.trim() === '' ? 'IS_REQUIRED' : baseline.referenceProblem(value, name),
    }),
  ],
  'other-types-refuse-the-body': [
    'Refuses the whole body if a reference has another type',
    (baseline) => ({
      refusal: (refusal, context) => {
        const body = baseline.readBody(context.request.body);
        const odd = body && referenceNames.some((name) => !['string', 'undefined'].includes(typeof body[name]));
        return odd && refusal.status === 400
          ? { ...refusal, codes: ['REQUEST_BODY_INVALID'] }
          : baseline.refusal(refusal, context);
      },
    }),
  ],
  'characters-before-length': [
    'Validates the characters of a reference before its length',
    (baseline) => ({
      referenceProblem: (value, name) =>
        typeof value === 'string' && /[^\w.-]/.test(value)
          ? 'CONTAINS_INVALID_CHARACTERS'
          : baseline.referenceProblem(value, name),
    }),
  ],
  'query-is-another-path': [
    'Returns 404 for any path with a query',
    (baseline) => ({
      admit: (context) =>
        context.request.query.size > 0 ? { status: 404, codes: ['RESOURCE_NOT_FOUND'] } : baseline.admit(context),
    }),
  ],
  'unknown-properties-refused': [
    'Refuses unknown properties',
    (baseline) => ({
      readBody: (bytes) => (hasUnknown(baseline.readBody(bytes)) ? undefined : baseline.readBody(bytes)),
      // The code names no reference: each of them may be right.
      refusal: (refusal, context) =>
        refusal.status === 400 && hasUnknown(baseline.readBody(context.request.body))
          ? { ...refusal, codes: ['REQUEST_BODY_INVALID'] }
          : baseline.refusal(refusal, context),
    }),
  ],
  'charset-refused': [
    'Refuses parameters of the media type',
    (baseline) => ({ acceptsMediaType: (type) => !type?.includes(';') && baseline.acceptsMediaType(type) }),
  ],
  'trailing-comma-accepted': [
    'Accepts JSON with a trailing comma',
    readAlso((json) => json.replace(/,\s*\}\s*$/, '}')),
  ],
  'comments-accepted': [
    'Accepts comments and trailing commas in JSON',
    readAlso((json) => json.replace(/\/\*.*?\*\//gs, '').replace(/,\s*\}\s*$/, '}')),
  ],
  'byte-order-mark-accepted': [
    'Ignores a byte order mark before the body',
    readAlso((json) => json.replace(/^\ufeff/, '')),
  ],
  'property-names-without-case': [
    'Reads property names without regard to case',
    (baseline) => ({
      readBody: (bytes) => {
        const body = baseline.readBody(bytes);
        return body && Object.fromEntries(Object.entries(body).map(([name, value]) => [foldName(name), value]));
      },
    }),
  ],
  'deep-nesting-413': [
    'Returns 413 for deeply nested JSON',
    (baseline) => ({
      admit: (context) =>
        Buffer.from(context.request.body).includes('['.repeat(64))
          ? { status: 413, codes: ['REQUEST_BODY_TOO_LARGE'] }
          : baseline.admit(context),
    }),
  ],
  'paths-without-case': [
    'Reads paths without regard to case and to a slash at the end',
    () => ({ route: (path) => path.toLowerCase().replace(/\/$/, '') }),
  ],
  'options-answered': [
    'Answers OPTIONS with 204 and Allow',
    (baseline) => ({
      otherMethod: (context, allowed) =>
        context.request.method === 'OPTIONS'
          ? { status: 204, headers: [['Allow', [...allowed, 'OPTIONS'].join(', ')]], body: '' }
          : baseline.otherMethod(context, allowed),
    }),
  ],
  'hmac-future-refused': [
    'Refuses HMAC timestamps more than a minute ahead',
    hmacPolicy(() => ({ maxAheadSeconds: 60 })),
  ],
  'hmac-future-accepted': [
    'Accepts HMAC timestamps up to a day ahead',
    hmacPolicy(() => ({ maxAheadSeconds: 86_400 })),
  ],
});

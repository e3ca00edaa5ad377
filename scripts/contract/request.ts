import { base64Bytes } from '../lib/base64url';
import type { HeaderList } from './exchange';
import type { RequestTemplate } from './types';
import { resolve, type VariableValues } from './variables';

/** A request ready to be sent. Bytes are sent as they are. */
export interface ResolvedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body?: string | Uint8Array;
}

/** A template with its variables resolved, at a base URL. */
export function resolveRequest(template: RequestTemplate, baseUrl: string, values: VariableValues): ResolvedRequest {
  const { body } = template;
  const resolved = body && ('text' in body ? resolve(body.text, values) : base64Bytes(body.base64));
  return {
    method: template.method,
    url: baseUrl + resolve(template.path, values),
    headers: template.headers.map(([name, value]) => [name, resolve(value, values)] as const),
    ...(resolved !== undefined && { body: resolved }),
  };
}

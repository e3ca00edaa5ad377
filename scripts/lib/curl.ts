import { shellQuote } from './shell';

/** A request as a shell can hold it. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** Quotes a text for a shell, which still expands `$IMBURSE_…`. */
function withVariables(text: string): string {
  if (!text.includes('$IMBURSE_')) return shellQuote(text);
  return text
    .split(/(\$IMBURSE_[A-Z_]+)/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('$IMBURSE_') ? `"${part}"` : shellQuote(part)))
    .join('');
}

/** A request as a curl command. `$IMBURSE_…` in it is left for the shell to expand; `options` are written as they are. */
export function curlText({ method, url, headers, body }: CurlRequest, options: readonly string[] = []): string {
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  const words = [
    'curl -i',
    ...options,
    method === 'HEAD' ? '--head' : `-X ${shellQuote(method)}`,
    withVariables(url),
    ...headers.map(
      ([name, value]) => `-H ${value === '' ? shellQuote(`${name};`) : withVariables(`${name}: ${value}`)}`,
    ),
    ...(body === undefined ? [] : [...(hasType ? [] : ["-H 'Content-Type:'"]), `--data-binary ${withVariables(body)}`]),
  ];
  return words.join(' ');
}

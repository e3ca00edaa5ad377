import { isPlaceholder } from '../key-problems';

const window = 9;

/** Encodings of a text; base64 at each of its three possible offsets. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((skip) => bytes.subarray(skip).toString('base64').replace(/=+$/, ''));
  return [
    secret,
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

/** A value without the words that this tool uses itself: what is left must not be shown. A placeholder is not a secret. */
export const secretPartsOf = (value = ''): string[] =>
  isPlaceholder(value) ? [] : value.split(/accessToken|IMBURSE_[A-Z_]+/).filter((part) => part.length >= window);

/** Every part of a secret, longer than 8 characters, that a text contains: raw, base64, base64url, percent, JSON, hex. */
export function leaksIn(text: string, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) =>
    forms(secret).flatMap((form) =>
      Array.from({ length: Math.max(0, form.length - window + 1) }, (_, start) =>
        form.slice(start, start + window),
      ).filter((part) => text.includes(part)),
    ),
  );
}

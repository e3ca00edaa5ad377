/** Base64 or base64url of 32 bytes or more. */
const encoded = /^[A-Za-z0-9+/_-]{43,}={0,2}$/;

/** Whether a word looks like a key and not like a path, name or id: long, with three kinds of characters. */
function looksLikeKey(word: string): boolean {
  if (!encoded.test(word) || ![/[A-Z]/, /[a-z]/, /[0-9]/].every((kind) => kind.test(word))) return false;
  if (/=$/.test(word)) return true;
  // In random base64 a slash or a hyphen comes once in 64 characters; in paths and ids, much more often.
  return !/^[./~-]/.test(word) && (word.match(/[/_-]/g)?.length ?? 0) <= Math.ceil(word.length / 14);
}

/** Header and payload of a JWS anywhere in a text. The signature may be missing. */
const token = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]/;

/** The secret that an argument seems to contain: alone, after `--name=`, in a header or in a URL. */
export function secretShape(argument: string): 'token' | 'key' | undefined {
  if (token.test(argument)) return 'token';
  return argument.split(/[\s"':,;?&]+|=(?=[^=\s])/).some(looksLikeKey) ? 'key' : undefined;
}

const secretName =
  /(?:token|secret|password|passwd|pwd|passphrase|private_?key|api_?key|access_?key|credential|signature|assertion|session|session_?id|cookie|jwt|otp)s?$/i;

/** Whether a value with this name may be a secret whatever it looks like. */
export const namesSecret = (name: string): boolean => secretName.test(name.replaceAll('-', '_'));

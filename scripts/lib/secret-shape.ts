/** Base64 or base64url of 32 bytes or more. */
const encoded = /^[A-Za-z0-9+/_-]{43,}={0,2}$/;

/** Whether a word reads as key material rather than as a path, a name or an id: long, in three kinds of characters. */
function looksLikeKey(word: string): boolean {
  if (!encoded.test(word) || ![/[A-Z]/, /[a-z]/, /[0-9]/].every((kind) => kind.test(word))) return false;
  if (/=$/.test(word)) return true;
  // In random base64 a slash or a hyphen comes once in 64 characters; in paths and ids, much more often.
  return !/^[./~-]/.test(word) && (word.match(/[/_-]/g)?.length ?? 0) <= Math.ceil(word.length / 14);
}

/** Header and payload of a JWS, wherever they stand; the signature may have been left off. */
const token = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]/;

/** What secret an argument seems to hold, alone, after `--name=`, in a header or in a URL. */
export function secretShape(argument: string): 'token' | 'key' | undefined {
  if (token.test(argument)) return 'token';
  return argument.split(/[\s"':,;?&]+|=(?=[^=\s])/).some(looksLikeKey) ? 'key' : undefined;
}

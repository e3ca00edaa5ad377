/** Device names on Windows, also with an extension, and folders that readers skip. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|node_modules)(?:\.|$)/i;
/** What some file system forbids, what a terminal may obey, and what UTF-8 cannot hold. */
const forbidden =
  /[/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]+/gu;
/** In UTF-8: file systems allow 255 with all endings. */
const longestName = 120;

function shortened(name: string): string {
  let short = '';
  let bytes = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > longestName) break;
    short += character;
  }
  return short;
}

const trimmed = (name: string): string => name.replace(/^[\s.]+|[\s.]+$/gu, '');

/** The name itself if it is safe as the name of a file on every system, else a similar one. */
function safeFileName(name: string, fallback: string): string {
  const safe = trimmed(shortened(trimmed(name.normalize('NFC').replace(forbidden, '-')))) || fallback;
  return reserved.test(safe) ? `${safe.replace(/\..*$/s, '')}-` : safe;
}

/** How file systems compare names that do not tell upper from lower case, or one Unicode form from another. */
const folded = (name: string): string => name.normalize('NFKC').toUpperCase().toLowerCase();

/** The names in one folder, unique without regard to case. */
export class FileNames {
  private readonly taken = new Set<string>();
  private readonly next = new Map<string, number>();

  /** A safe name that is not taken, without `ending`. */
  add(name: string, ending: string, fallback: string): string {
    const safe = safeFileName(name, fallback);
    let unique = safe;
    const counter = folded(safe + ending);
    for (let count = this.next.get(counter) ?? 2; this.taken.has(folded(unique + ending)); count += 1) {
      unique = `${safe} ${count}`;
      this.next.set(counter, count + 1);
    }
    this.taken.add(folded(unique + ending));
    return unique;
  }
}

/** The path of a name in a folder; the outermost folder is empty. */
export const childPath = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

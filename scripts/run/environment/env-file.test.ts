import { envProblemText, readEnvText } from './env-file';
import { exposesKey } from './key-exposure';

const problemsOf = (text: string) => readEnvText('.env', Buffer.from(text)).problems.map(envProblemText);
const key = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=';

describe('an .env file', () => {
  it.each([
    ['plain', 'IMBURSE_PUBLIC_KEY=a\n'],
    ['with CRLF, export, comments and blank lines', '# keys\r\n\r\nexport IMBURSE_PUBLIC_KEY="a"\r\n'],
    ['with a byte order mark', '\uFEFFIMBURSE_PUBLIC_KEY=a\n'],
    ['with variables of others', `DATABASE=a\\b\${C}\n`],
    ['with a quoted value over two lines', 'OTHER="a\nb"\nIMBURSE_PUBLIC_KEY=a\n'],
  ])('is understood %s', (_name, text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ['set IMBURSE_PUBLIC_KEY=a', '.env line 1 uses the syntax of cmd.exe; write IMBURSE_PUBLIC_KEY=value'],
    ['$env:IMBURSE_PUBLIC_KEY = "a"', '.env line 1 is a command of PowerShell; write IMBURSE_PUBLIC_KEY=value'],
    ['IMBURSE_PUBLIC_KEY: a', '.env line 1 has a colon instead of "="; write IMBURSE_PUBLIC_KEY=value'],
    ['imburse_public_key=a', '.env line 1 sets imburse_public_key; names are in upper case: IMBURSE_PUBLIC_KEY'],
    [
      'IMBURSE_PUBLIK_KEY=a',
      '.env line 1 sets IMBURSE_PUBLIK_KEY, which is not a setting; did you mean IMBURSE_PUBLIC_KEY?',
    ],
    [
      'IMBURSE_PUBLIC_KEY="a',
      '.env line 1 IMBURSE_PUBLIC_KEY starts with a quotation mark that is not closed in its line',
    ],
    ['IMBURSE_PRIVATE_KEY', '.env line 1 has no "="; write IMBURSE_PRIVATE_KEY=value'],
    ['IMBURSE_TENANT_ID a', '.env line 1 has no "="; write IMBURSE_TENANT_ID=value'],
    [
      'IMBURSE_PRIVATE_KEY=C:\\keys\\imburse.key',
      '.env line 1 IMBURSE_PRIVATE_KEY is the path of a file; write IMBURSE_PRIVATE_KEY_FILE=PATH instead',
    ],
    [
      'IMBURSE_PRIVATE_KEY=\\\\server\\keys\\imburse.key',
      '.env line 1 IMBURSE_PRIVATE_KEY is the path of a file; write IMBURSE_PRIVATE_KEY_FILE=PATH instead',
    ],
    ['c2VjcmV0LXNlY3JldC1zZWNyZXQ', '.env line 1 is not NAME=value'],
  ])('names the line that is not understood: %s', (line, problem) => {
    expect(problemsOf(`${line}\n`)).toEqual([problem]);
  });

  it.each([
    ['little-endian', Buffer.from('\uFEFFIMBURSE_PUBLIC_KEY=a\r\n', 'utf16le')],
    ['big-endian', Buffer.from('\uFEFFIMBURSE_PUBLIC_KEY=a\r\n', 'utf16le').swap16()],
    ['without a mark', Buffer.from('IMBURSE_PUBLIC_KEY=a\r\n', 'utf16le')],
  ])('is read in UTF-16, %s', (_name, bytes) => {
    expect(readEnvText('.env', bytes)).toMatchObject({
      ...{ encoding: 'UTF-16', text: 'IMBURSE_PUBLIC_KEY=a\r\n', assignments: 1, problems: [] },
    });
  });
});

describe('a private key', () => {
  it.each([
    ['itself', key],
    ['in a longer text', `Bearer ${key}`],
    ['in base64', Buffer.from(key).toString('base64')],
    ['in hexadecimal', Buffer.from(key).toString('hex')],
    ['its bytes in hexadecimal', Buffer.from(key, 'base64').toString('hex')],
    ['percent-encoded', encodeURIComponent(key)],
    ['in base64url, without its end', key.replace(/=/g, '').replaceAll('+', '-').replaceAll('/', '_')],
  ])('is found: %s', (_name, text) => {
    expect(exposesKey(text, key)).toBe(true);
  });

  it('is not found in another text', () => {
    expect(exposesKey('6f0f5f11-8a4b-4a8e-9d58-2f1f2a522f7f', key)).toBe(false);
  });
});

import { type SettingName, settingNames } from './setting-table';

const shortest = 8;

const percentDecoded = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** A text as it is, and as what its parts decode to: base64, base64url, hexadecimal, percent encoding. */
function readings(text: string): string[] {
  const plain = percentDecoded(text);
  const parts = [plain, ...plain.split(/[^\w+/=-]+/)];
  return parts.flatMap((part) => [
    part,
    Buffer.from(part, 'base64').toString('latin1'),
    ...(/^(?:[0-9a-f]{2})+$/i.test(part) ? [Buffer.from(part, 'hex').toString('latin1')] : []),
  ]);
}

/** The forms in which a private key would give itself away: its text, and the bytes that it stands for. */
function formsOf(privateKey: string): string[] {
  const bare = percentDecoded(privateKey.replace(/[\s"'\uFEFF]/g, ''));
  const forms = [bare, bare.replace(/=+$/, ''), Buffer.from(bare, 'base64').toString('latin1')];
  return forms.filter((form) => form.length > shortest);
}

/** Whether a text equals, contains or decodes to a private key. */
export function exposesKey(text: string, privateKey: string): boolean {
  const forms = formsOf(privateKey);
  return readings(text).some((reading) => forms.some((form) => reading.includes(form)));
}

/** The setting that holds the private key too, in words. It would be sent in clear. */
export function keyExposure(
  settings: Partial<Record<SettingName, { readonly value: string; readonly where: string }>>,
): string | undefined {
  const key = settings.IMBURSE_PRIVATE_KEY;
  if (!key) return undefined;
  for (const name of settingNames) {
    const other = settings[name];
    if (name !== 'IMBURSE_PRIVATE_KEY' && other && exposesKey(other.value, key.value))
      return `${name} (${other.where}) contains the private key, which would be sent in clear`;
  }
  return undefined;
}

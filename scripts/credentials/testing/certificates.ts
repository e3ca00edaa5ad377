import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Certificates for one test run, issued by an authority that is not trusted by default. */
export interface Certificates {
  readonly authority: string;
  readonly right: Certificate;
  readonly expired: Certificate;
  readonly wrongHost: Certificate;
  readonly selfSigned: Certificate;
  /** A client certificate. */
  readonly client: Certificate;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes them with the openssl binary, for `localhost` and 127.0.0.1. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const read = (name: string): Certificate => ({
    cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
  });
  const selfSigned = (name: string, subject: string) =>
    openssl('req', '-x509', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '2', '-subj', subject);
  const issue = (name: string, names: string, ...validity: string[]) => {
    writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${names}`);
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial'],
      ...['-extfile', `${name}.ext`, '-out', `${name}.pem`, ...validity],
    );
    return read(name);
  };
  const local = 'DNS:localhost,IP:127.0.0.1';
  try {
    selfSigned('authority', '/CN=Inspecting Proxy Authority/O=Example Ltd');
    selfSigned('self', '/CN=localhost');
    return {
      authority: read('authority').cert,
      right: issue('right', local, '-days', '2'),
      expired: issue('expired', local, '-days', '-1'),
      wrongHost: issue('wrong-host', 'DNS:other.example.com', '-days', '2'),
      selfSigned: read('self'),
      client: issue('client', 'DNS:client.example.com', '-days', '2'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

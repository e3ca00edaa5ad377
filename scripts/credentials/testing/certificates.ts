import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from '../../lib/once';
import { built } from '../../testing/built';

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Certificates issued by an authority that is not trusted by default. */
export interface Certificates {
  readonly authority: string;
  readonly right: Certificate;
  readonly expired: Certificate;
  readonly notYetValid: Certificate;
  readonly wrongHost: Certificate;
  readonly selfSigned: Certificate;
  /** A client certificate. */
  readonly client: Certificate;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

const caConfig = `[ca]
default_ca = own
[own]
database = index.txt
serial = serial.txt
new_certs_dir = .
default_md = sha256
policy = any
[any]
commonName = supplied
`;

/** Makes them with the openssl binary, for `localhost`, 127.0.0.1 and ::1. */
function makeCertificates(): Certificates {
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
  /** `openssl x509` cannot set the start; `openssl ca` can. */
  const issueLater = (name: string, names: string): Certificate => {
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(join(folder, 'serial.txt'), '77');
    writeFileSync(join(folder, 'ca.cnf'), caConfig);
    writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${names}`);
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    openssl(
      ...['ca', '-batch', '-config', 'ca.cnf', '-notext', '-in', `${name}.csr`, '-out', `${name}.pem`],
      ...['-cert', 'authority.pem', '-keyfile', 'authority.key', '-extfile', `${name}.ext`],
      ...['-startdate', '20900101000000Z', '-enddate', '20910101000000Z'],
    );
    return read(name);
  };
  const local = 'DNS:localhost,IP:127.0.0.1,IP:::1';
  try {
    selfSigned('authority', '/CN=Inspecting Proxy Authority/O=Example Ltd');
    selfSigned('self', '/CN=localhost');
    return {
      authority: read('authority').cert,
      right: issue('right', local, '-days', '2'),
      expired: issue('expired', local, '-days', '-1'),
      notYetValid: issueLater('not-yet-valid', local),
      wrongHost: issue('wrong-host', 'DNS:other.example.com', '-days', '2'),
      selfSigned: read('self'),
      client: issue('client', 'DNS:client.example.com', '-days', '2'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Those that all tests of this run share. The first test that needs them makes them. */
export const certificates = once((): Certificates => {
  const file = built('certificates.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const made = makeCertificates();
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(made));
  // Another process may be reading them.
  renameSync(own, file);
  return made;
});

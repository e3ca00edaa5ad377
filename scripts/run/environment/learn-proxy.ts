import { proxySecrets } from '../../http/proxy';
import type { Route } from '../../http/route';

/** Something that is told secrets, such as a redactor. */
interface Learns {
  learn(secret: string, kind: string, own?: boolean): void;
}

/** Tells a redactor the password of the proxy on a route, in every form in which a proxy may repeat it. */
export function learnProxy(secrets: Learns, { proxy }: Pick<Route, 'proxy'>): void {
  for (const secret of proxy ? proxySecrets(proxy) : []) secrets.learn(secret, 'password of the proxy', true);
}

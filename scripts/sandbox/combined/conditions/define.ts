import type { Arrival, ReceivedCall } from '../../behaviour';
import type { ReceivedRequest } from '../../http';
import { readObject, referenceNames } from '../../references';
import type { Change } from '../../types';

/** What a request must be, or what must have come before it, for a fault to show. */
export interface Condition {
  /** In words, after what goes wrong: "for a body with a byte order mark". */
  readonly title: string;
  /** Called once for each server, so that what it remembers lives in its closure. */
  readonly start: () => (arrival: Arrival) => boolean | Promise<boolean>;
  /** What such a request needs in order to get as far as the effect. */
  readonly reach?: Change;
}

type Test = (request: ReceivedRequest, arrival: Arrival) => boolean;

/** A condition on one request, of any call. */
export const request = (title: string, test: Test, reach?: Change): Condition => ({
  title,
  start: () => (arrival) => test(arrival.request, arrival),
  ...(reach && { reach }),
});

/** A condition on a request of one call. */
export const requestOf =
  (call: ReceivedCall) =>
  (title: string, test: Test, reach?: Change): Condition =>
    request(title, (received, arrival) => arrival.call === call && test(received, arrival), reach);

/** A condition on a header that is sent. */
export const header = (title: string, name: string, test: (value: string) => boolean = () => true): Condition =>
  request(title, (received) => {
    const value = received.header(name);
    return value !== undefined && test(value);
  });

/** A body as text. */
export const textOf = ({ body }: ReceivedRequest): string => Buffer.from(body).toString('utf8');

/** The properties of a body that is a JSON object. */
export const objectOf = ({ body }: ReceivedRequest): Readonly<Record<string, unknown>> => readObject(body) ?? {};

/** The values of the references, in order. */
export const valuesOf = (received: ReceivedRequest): readonly unknown[] => {
  const body = objectOf(received);
  return referenceNames.map((name) => body[name]);
};

/** What follows the scheme word. */
export const credentialOf = (received: ReceivedRequest): string =>
  (received.header('authorization') ?? '').replace(/^\S+\s+/, '');

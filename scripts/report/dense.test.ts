import { denseIn } from './dense';

const found = (text: string): string[] => denseIn(text, []).map(({ start, end }) => text.slice(start, end));

describe('a dense run of letters, digits and signs', () => {
  it.each([
    ['ascii85', '9jqo^BlbD-BleB1DJ+*+F(f,q/0JhKF<GL>Cj@.4Gp$d7F!,L7'],
    ['Z85', 'xK#0@zY<mxA+]nf}wftB8=p&q0Zk4*hT2r%UeD{vJ:s'],
    ['uuencode', "86)C9&5F9VAI:FML;6YO<'%R<W1U=G=X>7H`"],
  ])('is found: %s', (_name, text) => {
    const [run = ''] = found(`{"message":"${text}"}`);
    expect(run.length).toBeGreaterThan(text.length - 4);
  });

  it('is found without the words around it', () => {
    const text = 'xK#0@zY<mxA+]nf}wftB8=p&q0Zk4*hT2r%UeD';
    expect(found(`<response><token>${text}</token></response>`)).toEqual([`>${text}`]);
  });

  it.each([
    'https://api.example.com/v1/orders?limit=20&offset=40&sort=-created&fields=id,name,state',
    '{"id":1,"a":[1,22,333],"b":{"c":"x1"},"d":[[0.5,1.25],[2.75,3.125]],"ok":true}',
    '<html><head><meta/><title>t</title></head><body><ul><li>a</li><li>b</li></ul></body></html>',
    'function(e,t,n){return(r=e[t])&&(i=n.call(r,t),o[i]=a(r,i,1e3)),u||(u=c(l,f))}',
    '2026-01-15T12:00:00.000Z/2026-02-15T12:00:00.000Z,2026-03-15T12:00:00.000Z',
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
    '/usr/lib/x86_64-linux-gnu/node_modules/.bin/tsc:/opt/app/src/a.ts:12:34',
    'GBP,USD,EUR,CHF,JPY,NOK,SEK,DKK,PLN,CZK,HUF,BGN,RON,TRY,ILS,ZAR,BRL,MXN,CAD,AUD,NZD,SGD,HKD,CNY,KRW,INR,THB,MYR,IDR',
    '[fe80::a00:27ff:fe4e:66a1]:8080,[2001:db8::8a2e:370:7334]:443',
    '192.168.100.200,10.250.100.101,172.16.254.3,8.8.8.8',
    '(7d1f7e3c-1111-4222-8333-444455556666)[5b1f8d0e-3c7a-4e96-b2d4-91a6c0f7e835]{2e3f8d0e-3c7a-4e96-b2d4-91a6c0f7e836}',
    '/orders/5b1f8d0e-3c7a-4e96-b2d4-91a6c0f7e835/items/7d1f7e3c-1111-4222-8333-444455556666',
  ])('is not found in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('is not told again if most of it is hidden already', () => {
    const text = 'u7Gk2PqZx9LmT4wRs8Vb3NcY:u7Gk2PqZx9LmT4wRs8Vb3NcZ';
    expect(
      denseIn(text, [
        { start: 0, end: 24 },
        { start: 25, end: 49 },
      ]),
    ).toEqual([]);
    expect(denseIn(text, [{ start: 0, end: 24 }])).toHaveLength(1);
  });
});

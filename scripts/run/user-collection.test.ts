import { namesHost, unresolvedVariables, wantsVariable } from './user-collection';

const script = (exec: string) => [{ listen: 'prerequest', script: { exec: [exec] } }];
const item = (url: string, more: object = {}) => ({ item: [{ name: 'a', request: { method: 'GET', url }, ...more }] });

describe('the variables of a collection', () => {
  it.each<[string, object, string[]]>([
    ['given by the settings', item('{{baseUrl}}/a'), []],
    ['given by the collection', { ...item('{{host}}/a'), variable: [{ key: 'host', value: 'b' }] }, []],
    ['set by a script', { ...item('{{host}}/a'), event: script('pm.collectionVariables.set("host", 1)') }, []],
    ["Postman's own", item('{{$guid}}'), []],
    ['not given', item('{{host}}/{{path}}/{{host}}'), ['host', 'path']],
    ['in a description', item('a', { description: 'sends {{what}}' }), []],
    ['in a saved response', item('a', { response: [{ body: '{{what}}' }] }), []],
  ])('%s', (_name, collection, unresolved) => {
    expect(unresolvedVariables(collection, ['baseUrl'])).toEqual(unresolved);
  });

  it.each<[string, object, boolean]>([
    ['in a request', item('{{token}}'), true],
    ['in a script', { ...item('a'), event: script('pm.environment.get("token")') }, true],
    ['nowhere', item('a'), false],
    ['in a description', item('a', { description: 'a token' }), false],
    ['with a value of its own', { ...item('{{token}}'), variable: [{ key: 'token', value: 'x' }] }, false],
    ['with an empty value', { ...item('{{token}}'), variable: [{ key: 'token', value: '' }] }, true],
    ['set by a script', { ...item('{{token}}'), event: script('pm.environment.set("token", 1)') }, false],
  ])('wanted: used %s', (_name, collection, wanted) => {
    expect(wantsVariable(collection, 'token')).toBe(wanted);
  });
});

describe('the hosts of a collection', () => {
  it.each<[string, boolean]>([
    ['https://api.example.com/v1', true],
    ['//API.EXAMPLE.COM:8443', true],
    ['https://sandbox-api.example.com/v1', false],
    ['https://my.api.example.com/v1', false],
    ['https://api.example.community/v1', false],
    ['https://apixexample.com/v1', false],
  ])('%s', (url, named) => {
    expect(namesHost(item(url), 'api.example.com')).toBe(named);
  });

  it('are not looked for in descriptions', () => {
    expect(namesHost(item('a', { description: 'as on api.example.com' }), 'api.example.com')).toBe(false);
  });
});

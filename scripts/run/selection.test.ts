import { cases } from '../contract';
import { checkSelection, isSelected, listed, type Selection } from './selection';

describe('a case is selected', () => {
  const contractCase = { id: 'refuse.order-ref.empty', title: 'refuses an Order reference', tags: ['input', 'safe'] };

  it.each([
    ['by nothing in particular', {}, true],
    ['by a part of its id', { grep: 'ORDER-REF' }, true],
    ['by a part of its title', { grep: 'an order' }, true],
    ['not by another text', { grep: 'customer' }, false],
    ['by one of its tags', { tags: ['auth', 'safe'] }, true],
    ['not by other tags', { tags: ['auth'] }, false],
    ['not by a part of a tag', { tags: ['in'] }, false],
    ['by its id', { ids: ['x', 'refuse.order-ref.empty'] }, true],
    ['not by a part of its id', { ids: ['refuse.order-ref'] }, false],
    ['by all that is given', { grep: 'order', tags: ['input'], ids: ['refuse.order-ref.empty'] }, true],
    ['not by a part of what is given', { grep: 'order', tags: ['auth'] }, false],
    ['by a pattern of its id', { ids: ['refuse.*.empty'] }, true],
    ['not by a pattern of another id', { ids: ['accept.*'] }, false],
    ['by a pattern of a tag', { tags: ['saf?'] }, true],
    ['not if its id is excluded', { ids: ['refuse.*', '!*.empty'] }, false],
    ['by all but others', { ids: ['!accept.*'] }, true],
    ['not if one of its tags is excluded', { tags: ['input', '!safe'] }, false],
    ['by one of several texts', { grep: 'customer,order' }, true],
    ['by a text with a comma of its own', { grep: 'customer, order' }, false],
    ['by a pattern of its title', { grep: 'refuses*reference' }, true],
    ['not if its text is excluded', { grep: '!order' }, false],
    ['by empty lists', { tags: [], ids: [] }, true],
  ])('%s', (_name, selection, wanted) => {
    expect(isSelected(contractCase, selection)).toBe(wanted);
  });
});

describe('the words of a selection', () => {
  it.each<[Selection, string]>([
    [{ ids: ['accept.documentd'] }, '--case: there is no case "accept.documentd"; did you mean "accept.documented"?'],
    [{ ids: ['!accept.documentd'] }, '--case: there is no case "accept.documentd"; did you mean "accept.documented"?'],
    [{ ids: ['acept.*'] }, '--case: no case matches "acept.*"'],
    [{ tags: ['smok'] }, '--tag: there is no tag "smok"; did you mean "smoke"?'],
    [{ grep: 'nothing of the kind' }, '--grep: no case has "nothing of the kind" in its id or title'],
  ])('must name something: %j', (selection, message) => {
    expect(() => checkSelection(cases, selection)).toThrow(message);
  });

  it('are accepted if they do', () => {
    expect(() =>
      checkSelection(cases, { ids: ['accept.*', '!*-again'], tags: ['smoke'], grep: 'ACCEPTS' }),
    ).not.toThrow();
  });

  it('may be typed as lists', () => {
    expect(listed(['a,b', ' c , ,!d'])).toEqual(['a', 'b', 'c', '!d']);
    expect(listed(undefined)).toBeUndefined();
  });
});

/**
 * What a page does if scripts run: search, filters, copying, opening the case that the address points to. It makes or
 * shows every control itself, so that a page without scripts has no dead controls.
 */
export const script = `
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const tools = document.querySelector('.tools');
  const cases = all('.case');
  if (tools) {
    const [search, verdict, level, tag] = all('input, select', tools);
    const status = tools.querySelector('output');
    const texts = new Map(cases.map((each) => [each, (each.textContent + ' ' + each.dataset.tags).toLowerCase()]));
    const has = (list, word) => word === '' || list.split(' ').includes(word);
    const apply = () => {
      const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let shown = 0;
      for (const each of cases) {
        const { verdict: verdicts, levels, tags } = each.dataset;
        each.hidden = !(has(verdicts, verdict.value) && has(levels, level.value) && has(tags, tag.value) &&
          words.every((word) => texts.get(each).includes(word)));
        if (!each.hidden) shown += 1;
      }
      for (const theme of all('.theme')) theme.hidden = !theme.querySelector('.case:not([hidden])');
      status.textContent = shown === cases.length ? 'All ' + shown + ' cases shown' : shown + ' of ' + cases.length + ' cases shown';
    };
    tools.addEventListener('input', apply);
    tools.addEventListener('click', (event) => {
      const action = event.target.dataset.action;
      if (action === 'reset') {
        for (const control of [search, verdict, level, tag]) control.value = '';
        apply();
        search.focus();
      } else if (action) for (const details of all('.case:not([hidden]) > details')) details.open = action === 'open';
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select')) return;
      event.preventDefault();
      search.focus();
    });
    tools.hidden = false;
    apply();
  }
  for (const block of all('.copied')) {
    const button = document.createElement('button');
    const said = document.createElement('span');
    button.type = 'button';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy the command');
    said.setAttribute('role', 'status');
    said.className = 'unseen';
    button.addEventListener('click', async () => {
      const source = block.querySelector('pre');
      let copied = true;
      try {
        await navigator.clipboard.writeText(source.textContent);
      } catch {
        getSelection().selectAllChildren(source);
        copied = document.execCommand('copy');
      }
      button.textContent = copied ? 'Copied' : 'Press Ctrl+C';
      said.textContent = copied ? 'Copied' : 'Selected: press Ctrl+C';
    });
    button.addEventListener('blur', () => { button.textContent = 'Copy'; said.textContent = ''; });
    block.append(button, said);
  }
  const open = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || !target.matches('.case')) return;
    target.hidden = false;
    target.closest('.theme').hidden = false;
    const details = target.querySelector('details');
    if (details) details.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', open);
  open();
})();
`;

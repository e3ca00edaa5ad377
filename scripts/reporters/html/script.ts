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
    const controls = { q: search, verdict, level, tag };
    const texts = new Map();
    // Made at the first search: in a large page it takes its time.
    const textOf = (each) => {
      if (!texts.has(each)) texts.set(each, (each.textContent + ' ' + each.dataset.tags).toLowerCase());
      return texts.get(each);
    };
    const has = (list, word) => word === '' || list.split(' ').includes(word);
    const apply = () => {
      const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let shown = 0;
      for (const each of cases) {
        const { verdict: verdicts, levels, tags } = each.dataset;
        each.hidden = !(has(verdicts, verdict.value) && has(levels, level.value) && has(tags, tag.value) &&
          words.every((word) => textOf(each).includes(word)));
        if (!each.hidden) shown += 1;
      }
      for (const theme of all('.theme')) theme.hidden = !theme.querySelector('.case:not([hidden])');
      status.textContent = shown === cases.length ? 'All ' + shown + ' cases shown' : shown + ' of ' + cases.length + ' cases shown';
    };
    const keep = () => {
      const chosen = new URLSearchParams(Object.entries(controls).map(([name, { value }]) => [name, value]).filter(([, value]) => value));
      // A page in a sandbox may not change its address.
      try { history.replaceState(null, '', '#' + chosen); } catch {}
    };
    const change = () => { apply(); keep(); };
    const fromAddress = () => {
      const wanted = new URLSearchParams(location.hash.slice(1));
      if (![...wanted.keys()].some((name) => name in controls)) return false;
      for (const [name, control] of Object.entries(controls)) {
        control.value = wanted.get(name) ?? '';
        if (control.selectedIndex === -1) control.value = '';
      }
      apply();
      return true;
    };
    tools.addEventListener('input', change);
    for (const link of all('[data-filter]')) {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        const [name, value] = link.dataset.filter.split('=');
        for (const control of Object.values(controls)) control.value = '';
        if (name) controls[name].value = value;
        change();
        tools.scrollIntoView();
        status.focus();
      });
      link.href = '#' + link.dataset.filter;
    }
    addEventListener('hashchange', fromAddress);
    tools.addEventListener('click', (event) => {
      const action = event.target.dataset.action;
      if (action === 'reset') {
        for (const control of Object.values(controls)) control.value = '';
        change();
        search.focus();
      } else if (action) for (const details of all('.case:not([hidden]) > details')) details.open = action === 'open';
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select')) return;
      event.preventDefault();
      search.focus();
    });
    tools.hidden = false;
    if (fromAddress()) tools.scrollIntoView();
    else apply();
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
    const folded = target && target.closest('details');
    if (folded) folded.open = true;
    if (!target || !target.matches('.case')) {
      if (folded) target.scrollIntoView();
      return;
    }
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

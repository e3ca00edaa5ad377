/** What the page does if scripts run: search and filters. It shows the controls itself, so that a page without scripts has none. */
export const fleetScript = `
(() => {
  const tools = document.querySelector('.tools');
  const [search, verdict, cause, change] = tools.querySelectorAll('input, select');
  const status = tools.querySelector('output');
  const rows = [...document.querySelectorAll('.partners tbody tr')];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const apply = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const chosen = [[verdict, 'verdict'], [cause, 'cause'], [change, 'change']];
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(chosen.every(([control, name]) => control.value === '' || row.dataset[name] === control.value) &&
        words.every((word) => texts.get(row).includes(word)));
      if (!row.hidden) shown += 1;
    }
    status.textContent = shown === rows.length ? 'All ' + shown + ' partners shown' : shown + ' of ' + rows.length + ' partners shown';
  };
  tools.addEventListener('input', apply);
  tools.addEventListener('submit', (event) => event.preventDefault());
  tools.addEventListener('reset', () => setTimeout(() => { apply(); search.focus(); }));
  tools.hidden = false;
  apply();
})();
`;

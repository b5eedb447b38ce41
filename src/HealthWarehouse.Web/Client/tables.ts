/** Long tables of a board are fetched from the tile's own page when they are opened; without script the link inside leads there. */
export function openTables(): void {
  for (const box of document.querySelectorAll<HTMLDetailsElement>('details[data-table]')) {
    // A table that did not come is asked for again when the box is opened again.
    const ask = (): void => void load(box).then(came => { if (came) box.removeEventListener('toggle', ask); });
    box.addEventListener('toggle', ask);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-opens-table]')) {
    const table = link.closest('.chart-card')?.querySelector<HTMLDetailsElement>('.tile-table');
    if (!table) continue;
    link.setAttribute('aria-expanded', 'false');
    link.setAttribute('role', 'button');
    link.addEventListener('click', event => {
      event.preventDefault();
      table.open = !table.open;
      link.setAttribute('aria-expanded', String(table.open));
      if (table.open) table.scrollIntoView({ block: 'nearest' });
    });
  }
}

/** Whether the table is there now. */
async function load(box: HTMLDetailsElement): Promise<boolean> {
  if (!box.open || box.querySelector('table')) return false;
  const answer = await fetch(box.dataset.table!).catch(() => undefined);
  if (!answer?.ok || box.querySelector('table')) return false;
  const table = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('table.figures');
  const place = box.querySelector('p');
  if (!table || !place) return false;
  const frame = document.createElement('div');
  frame.className = 'table-responsive';
  frame.tabIndex = 0;
  frame.append(document.importNode(table, true));
  place.before(frame);
  return true;
}

/** A press on a head sorts the rows of its table, the largest first; another press turns them round. */
export function sortTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sorts]'))
    for (const head of table.tHead?.rows[0]?.cells ?? []) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sorter';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => sort(table, head));
    }
}

function sort(table: HTMLTableElement, head: HTMLTableCellElement): void {
  const isDown = head.getAttribute('aria-sort') !== 'descending';
  for (const other of table.tHead!.rows[0]!.cells) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
  const rows = [...table.tBodies[0]!.rows].map(row => ({ row, key: key(row.cells[head.cellIndex]!) }));
  rows.sort((a, b) => (isDown ? -1 : 1) * order(a.key, b.key));
  table.tBodies[0]!.append(...rows.map(r => r.row));
}

/** What a cell is sorted by: its figure, its code, or its words; what is hidden or unknown counts as least. */
function key(cell: HTMLTableCellElement): number | string {
  const { value, code } = cell.dataset;
  if (value) return Number(value);
  if (cell.tagName === 'TH' || cell.classList.contains('key')) return code ?? cell.textContent!.trim();
  const read = Number.parseFloat(cell.textContent!.trim().replace(/\./g, '').replace(',', '.'));
  return Number.isNaN(read) ? -Infinity : read;
}

function order(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return typeof a === 'number' ? -1 : typeof b === 'number' ? 1 : a.localeCompare(b, 'vi');
}

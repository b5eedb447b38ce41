/** Long tables of a board are fetched from the tile's own page when they are opened; without script the link inside leads there. */
export function openTables(): void {
  for (const box of document.querySelectorAll<HTMLDetailsElement>('details[data-table]'))
    box.addEventListener('toggle', () => void load(box), { once: true });
}

async function load(box: HTMLDetailsElement): Promise<void> {
  const answer = await fetch(box.dataset.table!);
  if (!answer.ok) return;
  const table = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('table.figures');
  const place = box.querySelector('p');
  if (!table || !place) return;
  const frame = document.createElement('div');
  frame.className = 'table-responsive';
  frame.append(document.importNode(table, true));
  place.before(frame);
}

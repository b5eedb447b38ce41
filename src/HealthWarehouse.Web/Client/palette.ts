interface Found { kind: string; name: string; href: string }

/** Ctrl-K opens a box that finds pages, measures, facilities, communes, reports and lists; arrows choose, Enter goes. */
export function offerPalette(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-palette]');
  if (!form) return;
  const dialog = document.createElement('dialog');
  dialog.className = 'palette';
  dialog.setAttribute('aria-label', 'Tìm nhanh');
  dialog.innerHTML = `<input class="form-control" type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-label="Tìm nhanh" placeholder="Tìm trang, chỉ số, cơ sở, xã, báo cáo…" autocomplete="off" spellcheck="false"><ul id="palette-list" role="listbox" aria-label="Kết quả"></ul>`;
  document.body.append(dialog);
  const input = dialog.querySelector('input')!;
  const list = dialog.querySelector('ul')!;
  let found: Found[] = [], at = 0, asking: AbortController | undefined, wait = 0;

  const show = () => {
    list.replaceChildren(...found.map((f, i) => {
      const item = document.createElement('li');
      item.id = `palette-${i}`;
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', String(i === at));
      item.textContent = f.name;
      const kind = document.createElement('span');
      kind.textContent = f.kind;
      item.append(kind);
      item.addEventListener('click', () => go(i));
      return item;
    }));
    if (found.length > 0) input.setAttribute('aria-activedescendant', `palette-${at}`);
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`api/v1/search?q=${encodeURIComponent(input.value)}`, { signal: asking.signal });
      if (!answer.ok) return;
      [found, at] = [await answer.json() as Found[], 0];
      show();
    } catch (fault) { if (!(fault instanceof DOMException)) throw fault; }
  };
  const go = (i: number) => { const f = found[i]; if (f) location.href = f.href === '' ? document.baseURI : f.href; };
  const open = () => { input.value = ''; found = []; show(); dialog.showModal(); };

  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); open(); }
  });
  form.querySelector('input')!.addEventListener('focus', event => { (event.target as HTMLElement).blur(); open(); });
  input.addEventListener('input', () => { clearTimeout(wait); wait = window.setTimeout(() => void ask(), 120); });
  input.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); at = Math.max(0, Math.min(found.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))); show(); }
    if (event.key === 'Enter') { event.preventDefault(); go(at); }
  });
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
}

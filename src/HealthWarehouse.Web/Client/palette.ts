interface Found { kind: string; name: string; href: string }

const frame = `<input class="form-control" type="text" role="combobox" aria-expanded="false" aria-controls="palette-list"
    aria-autocomplete="list" aria-label="Tìm nhanh"
    placeholder="Tìm trang, chỉ số, bệnh, cơ sở, xã, mã đợt" autocomplete="off" spellcheck="false" enterkeyhint="go">
  <ul id="palette-list" role="listbox" aria-label="Kết quả" hidden></ul><p class="palette-word" role="status"></p>`;

/**
 * Ctrl-K, or a click on the field of the menu, opens a box that finds pages, measures, diseases, facilities, episodes and more; arrows
 * choose, Enter goes.
 */
export function offerPalette(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-palette]');
  if (!form) return;
  const dialog = document.createElement('dialog');
  dialog.className = 'palette';
  dialog.setAttribute('aria-label', 'Tìm nhanh');
  dialog.innerHTML = frame;
  document.body.append(dialog);
  const [input, list, word] = [dialog.querySelector('input')!, dialog.querySelector('ul')!, dialog.querySelector('p')!];
  let found: Found[] = [], at = 0, answered = '', asking: AbortController | undefined, wait = 0;

  const choose = (i: number) => {
    list.children[at]?.setAttribute('aria-selected', 'false');
    at = Math.max(0, Math.min(found.length - 1, i));
    const chosen = list.children[at];
    chosen?.setAttribute('aria-selected', 'true');
    chosen?.scrollIntoView({ block: 'nearest' });
    if (chosen) input.setAttribute('aria-activedescendant', chosen.id);
    else input.removeAttribute('aria-activedescendant');
  };
  const show = (all: Found[], text: string) => {
    found = all;
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    word.textContent = text;
    choose(0);
  };
  const option = (f: Found, i: number) => {
    const item = document.createElement('li');
    item.id = `palette-${i}`;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    const kind = document.createElement('span');
    kind.textContent = f.kind;
    item.append(f.name, kind);
    item.addEventListener('click', () => go(i));
    return item;
  };
  const ask = async () => {
    clearTimeout(wait);
    asking?.abort();
    const { signal } = asking = new AbortController();
    const text = input.value;
    try {
      const answer = text.trim() === '' ? undefined : await fetch(`api/v1/search?q=${encodeURIComponent(text)}`, { signal });
      if (answer && !answer.ok) throw new Error(answer.statusText);
      const all = answer ? await answer.json() as Found[] : [];
      answered = text;
      const told = all.length > 0 ? `${all.length} kết quả · ↑ ↓ để chọn, Enter để mở` : answer ? 'Không tìm thấy' : '';
      show(all, told);
    } catch { if (!signal.aborted) show([], 'Chưa tìm được, hãy thử lại'); }
  };
  const go = (i: number) => { const f = found[i]; if (f) location.href = f.href === '' ? document.baseURI : f.href; };
  const open = () => {
    if (dialog.open) return;
    input.value = answered = '';
    show([], '');
    dialog.showModal();
  };

  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); open(); }
  });
  form.querySelector('input')!.addEventListener('click', open);
  input.addEventListener('input', () => { clearTimeout(wait); wait = window.setTimeout(() => void ask(), 120); });
  input.addEventListener('keydown', async event => {
    if (event.isComposing || !['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) return;
    event.preventDefault();
    if (event.key !== 'Enter') { choose(at + (event.key === 'ArrowDown' ? 1 : -1)); return; }
    if (answered !== input.value) await ask(); // Faster than the answer: what stands there was asked before the last letters.
    if (answered === input.value) go(at);
  });
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => { clearTimeout(wait); asking?.abort(); });
}

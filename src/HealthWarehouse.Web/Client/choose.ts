interface Choice { code: string; name: string }

/** A field of a long list offers what is near the letters typed; arrows or a press choose, and what is chosen is asked for at once. */
export function offerChoices(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>('input[data-choices]')) offer(field);
}

function offer(field: HTMLInputElement): void {
  const list = document.createElement('ul');
  let choices: Choice[] = [], at = -1, asking: AbortController | undefined, wait = 0;
  list.id = `${field.id}-choices`;
  list.className = 'choose-list';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', field.labels?.[0]?.textContent ?? '');
  list.hidden = true;
  field.after(list);
  field.removeAttribute('list');
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id,
    'aria-autocomplete': 'list' })) field.setAttribute(name, value);

  const close = () => { list.hidden = true; at = -1; field.setAttribute('aria-expanded', 'false'); mark(); };
  const mark = () => {
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === at)));
    list.children[at]?.scrollIntoView({ block: 'nearest' });
    if (at >= 0) field.setAttribute('aria-activedescendant', list.children[at]!.id);
    else field.removeAttribute('aria-activedescendant');
  };
  const choose = (i: number) => {
    const choice = choices[i];
    if (!choice) return;
    field.value = choice.name;
    close();
    field.form?.requestSubmit();
  };
  const show = (found: Choice[]) => {
    choices = found;
    list.replaceChildren(...found.map((choice, i) => {
      const item = document.createElement('li');
      item.id = `${list.id}-${i}`;
      item.setAttribute('role', 'option');
      item.textContent = choice.name;
      item.addEventListener('mousedown', event => event.preventDefault());
      item.addEventListener('click', () => choose(i));
      return item;
    }));
    list.hidden = found.length === 0;
    field.setAttribute('aria-expanded', String(!list.hidden));
    at = found.length > 0 && field.value.trim() !== '' ? 0 : -1;
    mark();
  };
  const ask = async () => {
    asking?.abort();
    const { signal } = asking = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.choices}&q=${encodeURIComponent(field.value)}`, { signal });
      if (answer.ok && document.activeElement === field) show(await answer.json() as Choice[]);
    } catch { if (!signal.aborted) close(); }
  };
  field.addEventListener('focus', () => { if (field.value === '') void ask(); });
  field.addEventListener('input', () => { clearTimeout(wait); wait = window.setTimeout(() => void ask(), 120); });
  field.addEventListener('blur', () => { clearTimeout(wait); asking?.abort(); close(); });
  field.addEventListener('keydown', event => {
    if (event.isComposing) return;
    if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); close(); }
    else if (event.key === 'Enter' && !list.hidden && at >= 0) { event.preventDefault(); choose(at); }
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) { void ask(); return; }
      at = Math.max(0, Math.min(choices.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)));
      mark();
    }
  });
}

/** Help of the page at hand in a drawer at the side: by its button or the key "?". Without scripts the button leads to a page. */
export function offerHelp(): void {
  const link = document.querySelector<HTMLAnchorElement>('a[data-help]');
  if (!link) return;
  link.addEventListener('click', event => { event.preventDefault(); void show(link); });
  addEventListener('keydown', event => {
    if (event.key !== '?' || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    event.preventDefault();
    void show(link);
  });
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

async function show(link: HTMLAnchorElement): Promise<void> {
  const drawer = document.querySelector<HTMLDialogElement>('dialog.help-drawer') ?? await made(link);
  if (!drawer) location.href = link.href;
  else if (!drawer.open) drawer.showModal();
}

async function made(link: HTMLAnchorElement): Promise<HTMLDialogElement | undefined> {
  const answer = await fetch(link.href).catch(() => undefined);
  const help = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#tro-giup > *') : null;
  if (!help) return undefined;
  const drawer = document.createElement('dialog');
  drawer.className = 'help-drawer';
  drawer.setAttribute('aria-label', 'Trợ giúp');
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'btn';
  close.textContent = 'Đóng';
  close.addEventListener('click', () => drawer.close());
  const more = document.createElement('a');
  more.className = 'btn';
  more.href = link.href;
  more.textContent = 'Mở thành trang';
  const foot = document.createElement('div');
  foot.className = 'btn-list';
  foot.append(close, more);
  drawer.append(help, foot);
  drawer.addEventListener('click', event => { if (event.target === drawer) drawer.close(); });
  document.body.append(drawer);
  return drawer;
}

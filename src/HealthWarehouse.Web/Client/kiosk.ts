/** A page on the wall of the operations room reads itself again every so many seconds. */
export function keepFresh(): void {
  const seconds = Number(document.querySelector<HTMLElement>('[data-refresh]')?.dataset.refresh);
  if (seconds > 0) setTimeout(() => location.reload(), seconds * 1000);
}

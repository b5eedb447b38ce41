/** Wide tables that scroll within the page can be reached and scrolled from the keyboard. */
export function reachScrollers(): void {
  const reach = () => {
    for (const box of document.querySelectorAll<HTMLElement>('.table-responsive')) {
      if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight) box.removeAttribute('tabindex');
      else box.tabIndex = 0;
    }
  };
  reach();
  addEventListener('resize', reach);
}

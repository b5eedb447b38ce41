/** Wide tables that scroll within the page can be reached and scrolled from the keyboard; asked when their size is known, never before. */
export function reachScrollers(): void {
  const sizes = new ResizeObserver(entries => {
    const boxes = entries.map(({ target: box }) => box as HTMLElement);
    const scrolls = boxes.map(box => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight);
    boxes.forEach((box, i) => { if (scrolls[i]) box.tabIndex = 0; else box.removeAttribute('tabindex'); });
  });
  for (const box of document.querySelectorAll('.table-responsive')) sizes.observe(box);
}

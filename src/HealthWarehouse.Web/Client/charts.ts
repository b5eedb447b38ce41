type Draw = typeof import('./draw');

/** Charts drawn from the tables that are already in the page: when they come into view, and all when it is printed. */
export function drawCharts(): void {
  const boxes = [...document.querySelectorAll<HTMLElement>('[data-chart]')];
  if (boxes.length === 0) return;
  // Tables behind charts are one press away from the beginning, and stay open where nothing can be drawn.
  const tables = boxes.flatMap(box => box.querySelector('details') ?? []);
  for (const table of tables) table.open = false;
  let ready: Draw | undefined;
  const seen = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) void begin().then(({ draw }) => draw(target as HTMLElement));
  }, { rootMargin: '200px' });
  // A turn between what is loaded and what is drawn: a press in between is answered.
  const begin = async () => {
    try { ready ??= await import('./draw'); } catch (fault) { for (const table of tables) table.open = true; throw fault; }
    await new Promise(turn => setTimeout(turn));
    return ready;
  };
  for (const box of boxes) seen.observe(box);
  // Printing does not wait for what is still to be loaded.
  const prepare = () => 'requestIdleCallback' in window ? requestIdleCallback(() => void begin()) : void begin();
  if (document.readyState === 'complete') prepare(); else addEventListener('load', prepare, { once: true });
  addEventListener('beforeprint', () => {
    for (const box of boxes) ready?.draw(box);
    ready?.forPaper();
  });
}

type Draw = typeof import('./draw');

/**
 * Charts drawn from the tables that are already in the page: when they come into view, the others when there is time, those in folded parts
 * when they open, all when it is printed.
 */
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
  const idle = (then: () => void) => 'requestIdleCallback' in window ? requestIdleCallback(then) : setTimeout(then, 50);
  const rest = (left: HTMLElement[]): void => {
    const [next, ...others] = left;
    if (next) idle(() => void begin().then(({ draw }) => { if (next.clientWidth > 0) draw(next); rest(others); }));
  };
  // Printing does not wait for what is still to be loaded. A phone is left to whoever reads its first figures for a moment.
  const prepare = () => {
    idle(() => void begin());
    setTimeout(() => rest(boxes), matchMedia('(max-width: 767px)').matches ? 2000 : 0);
  };
  if (document.readyState === 'complete') prepare(); else addEventListener('load', prepare, { once: true });
  addEventListener('beforeprint', () => {
    for (const box of boxes) ready?.draw(box);
    ready?.forPaper();
  });
}

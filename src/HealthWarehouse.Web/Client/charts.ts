type Draw = typeof import('./draw');

/** Charts drawn from the tables that are already in the page: those in view at once, the others when there is time, so that all print. */
export function drawCharts(): void {
  const boxes = [...document.querySelectorAll<HTMLElement>('[data-chart]')];
  if (boxes.length === 0) return;
  let ready: Draw | undefined;
  const seen = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) void begin().then(({ draw }) => draw(target as HTMLElement));
  }, { rootMargin: '200px' });
  const begin = async () => ready ??= await import('./draw');
  const idle = (then: () => void) => 'requestIdleCallback' in window ? requestIdleCallback(then) : setTimeout(then, 50);
  const rest = (left: HTMLElement[]): void => {
    const [next, ...others] = left;
    if (next) idle(() => void begin().then(({ draw }) => { draw(next); rest(others); }));
  };
  for (const box of boxes) seen.observe(box);
  addEventListener('load', () => rest(boxes), { once: true });
  if (document.readyState === 'complete') rest(boxes);
  addEventListener('beforeprint', () => {
    for (const box of boxes) ready?.draw(box);
    ready?.forPaper();
  });
}

/** Charts drawn from the tables that are already in the page, when they come into view; the table stays one click away. */
export function drawCharts(): void {
  const boxes = document.querySelectorAll<HTMLElement>('[data-chart]');
  if (boxes.length === 0) return;
  const seen = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      void import('./draw').then(({ draw }) => draw(target as HTMLElement));
    }
  }, { rootMargin: '200px' });
  for (const box of boxes) seen.observe(box);
}

/** Buttons that print; the foot of a paper stands in the margin of each of its pages. */
export function offerPrinting(): void {
  for (const button of document.querySelectorAll('button[data-print]')) button.addEventListener('click', () => print());
  const foot = document.querySelector('.paper-foot')?.textContent?.trim().replace(/\s+/g, ' ');
  // Only for paper: on the root it styles the whole page anew.
  if (foot) addEventListener('beforeprint', () => document.documentElement.style.setProperty('--paper-foot', JSON.stringify(foot)));
}

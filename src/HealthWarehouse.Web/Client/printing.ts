/** Buttons that print appear where script runs; the foot of a paper stands in the margin of each of its pages. */
export function offerPrinting(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
  const foot = document.querySelector('.paper-foot')?.textContent?.trim().replace(/\s+/g, ' ');
  if (foot) document.documentElement.style.setProperty('--paper-foot', JSON.stringify(foot));
}

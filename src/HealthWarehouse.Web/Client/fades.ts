/** What can be taken back only for some seconds is offered as long, and longer while it has the focus. */
export function fadeOffers(): void {
  for (const offer of document.querySelectorAll<HTMLElement>('[data-fades]')) {
    const fade = () => { if (!offer.contains(document.activeElement)) offer.remove(); };
    setTimeout(fade, Number(offer.dataset.fades) * 1000);
    offer.addEventListener('focusout', () => setTimeout(fade, Number(offer.dataset.fades) * 1000));
  }
}

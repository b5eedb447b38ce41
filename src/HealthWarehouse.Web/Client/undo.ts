import { isTyping } from './help';

/** What was just done can be taken back for some seconds, longer while the offer has the focus; Ctrl Z takes it back too. */
export function offerUndo(): void {
  const offer = document.querySelector<HTMLElement>('[data-undo]');
  if (!offer) return;
  const words = offer.querySelector('span')!, text = words.textContent, time = Number(offer.dataset.undo) * 1000;
  words.textContent = '';
  setTimeout(() => { words.textContent = text; }, 50); // Readers of screens say what changes, not what stands there from the first.
  const fade = () => { if (!offer.contains(document.activeElement)) offer.remove(); };
  setTimeout(fade, time);
  offer.addEventListener('focusout', () => setTimeout(fade, time));
  addEventListener('keydown', event => {
    if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || isTyping(event.target)) return;
    const form = offer.isConnected ? offer.querySelector('form') : null;
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

/** Words opened over the page close by Esc, by a press beside them, and when another opens; the focus goes back to what opened them. */
export function closeBubbles(): void {
  const close = (bubble: HTMLDetailsElement) => {
    bubble.open = false;
    bubble.querySelector('summary')!.focus();
  };
  addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    for (const bubble of document.querySelectorAll<HTMLDetailsElement>('details.bubble[open]')) close(bubble);
  });
  addEventListener('click', event => {
    for (const bubble of document.querySelectorAll<HTMLDetailsElement>('details.bubble[open]'))
      if (!bubble.contains(event.target as Node)) bubble.open = false;
  });
}

interface Place { code: string; name: string }

/** Places a filter can name are fetched when somebody is about to choose one; a code can be typed without them. */
export function offerPlaces(): void {
  for (const list of document.querySelectorAll<HTMLDataListElement>('datalist[data-places]')) {
    const field = document.querySelector<HTMLInputElement>(`input[list="${list.id}"]`);
    field?.addEventListener('focus', () => void fill(list), { once: true });
  }
}

async function fill(list: HTMLDataListElement): Promise<void> {
  const answer = await fetch(list.dataset.places!, { headers: { accept: 'application/json' } });
  if (!answer.ok) return;
  for (const { code, name } of await answer.json() as Place[]) list.append(new Option(name, code));
}

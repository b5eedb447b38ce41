interface Loading { seq: number; bytes: number; read: number; records: number }

/** Live progress in the list of deliveries: bars move while loading, and the page is read again when something was finished. */
export function showProgress(): void {
  const list = document.querySelector<HTMLElement>('[data-progress]');
  if (!list) return;
  const rows = [...list.querySelectorAll<HTMLElement>('tr[data-state="Queued"], tr[data-state="Replay"]')];
  const waiting = new Set(rows.map(row => row.dataset.delivery!));
  let known: string | undefined;

  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(list.dataset.progress!, { headers: { accept: 'application/json' } });
    if (!answer.ok) return;
    const { counts, loading } = await answer.json() as { counts: Record<string, number>; loading: Loading[] };
    for (const { seq, bytes, read } of loading) {
      const bar = list.querySelector<HTMLProgressElement>(`tr[data-delivery="${seq}"] progress`);
      if (bar) { bar.max = bytes; bar.value = read; }
    }
    const now = JSON.stringify(counts);
    if (known !== undefined && now !== known) location.reload();
    known = now;
  };
  const tick = () => look().catch(() => undefined).finally(() => setTimeout(tick, waiting.size > 0 ? 1000 : 5000));
  tick();
}

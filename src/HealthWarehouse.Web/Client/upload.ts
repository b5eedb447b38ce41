/**
 * Files are handed in one a request, two at a time, with their progress; a file that did not get through for want of a network waits for
 * it. What became of them is the list of the page itself, asked for again while something is on its way.
 */
export function offerUpload(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-upload]');
  if (form) new Uploads(form);
  watch(false);
}

const atOnce = 2, look = 1500;

class Uploads {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;

  constructor(private readonly form: HTMLFormElement) {
    this.input = form.querySelector('input[type=file]')!;
    this.list = form.querySelector('[data-uploads]')!;
    form.classList.add('is-live');
    const button = form.querySelector<HTMLButtonElement>('button[type=submit]')!;
    button.querySelector('span')!.textContent = 'Chọn tệp';
    button.type = 'button';
    button.addEventListener('click', () => this.input.click());
    this.input.addEventListener('change', () => { this.take(this.input.files); this.input.value = ''; });
    for (const kind of ['dragenter', 'dragover'])
      form.addEventListener(kind, event => { event.preventDefault(); form.classList.add('is-over'); });
    for (const kind of ['dragleave', 'drop']) form.addEventListener(kind, () => form.classList.remove('is-over'));
    form.addEventListener('drop', event => { event.preventDefault(); this.take(event.dataTransfer?.files ?? null); });
    addEventListener('beforeunload', event => { if (this.running > 0) event.preventDefault(); });
  }

  private take(files: FileList | null): void {
    for (const file of files ?? []) this.add(file);
    void this.next();
  }

  private add(file: File): void {
    const row = document.createElement('li');
    row.className = 'sent-row';
    row.innerHTML = '<div class="sent-name"><span></span><div class="text-secondary"></div></div>'
      + '<div class="sent-result"><progress max="1" value="0"></progress><div></div></div>'
      + '<button class="btn btn-sm" type="button">Dừng</button>';
    row.querySelector('.sent-name span')!.textContent = file.name;
    row.querySelector('.sent-name div')!.textContent = size(file.size);
    row.querySelector('progress')!.setAttribute('aria-label', `Đang gửi ${file.name}`);
    this.list.append(row);
    this.waiting.push(() => this.send(file, row));
  }

  private async next(): Promise<void> {
    while (this.running < atOnce && this.waiting.length > 0) {
      this.running++;
      void this.waiting.shift()!().finally(() => { this.running--; void this.next(); });
    }
  }

  private send(file: File, row: HTMLElement): Promise<void> {
    const bar = row.querySelector('progress')!, words = row.querySelector('.sent-result div')!, button = row.querySelector('button')!;
    return new Promise(done => {
      const request = new XMLHttpRequest(), body = new FormData();
      body.append('files', file);
      const end = (text: string, tone: string) => {
        bar.remove();
        words.innerHTML = `<span class="chip is-${tone}"></span>`;
        words.firstElementChild!.textContent = text;
        button.remove();
        done();
      };
      const again = () => {
        words.textContent = 'Mất mạng: tự gửi lại khi có mạng';
        addEventListener('online', () => { this.waiting.push(() => this.send(file, row)); void this.next(); }, { once: true });
        done();
      };
      request.upload.addEventListener('progress', event => {
        if (event.lengthComputable) [bar.max, bar.value] = [event.total, event.loaded];
        words.textContent = bar.value >= bar.max ? 'Đang ghi nhận' : 'Đang gửi';
      });
      request.addEventListener('load', () => {
        const answer = parse(request.responseText);
        if (request.status === 200 && Array.isArray(answer)) {
          const known = answer.every(receipt => receipt.status === 'Duplicate');
          end(known ? 'Trùng tệp đã gửi' : 'Đã nhận', known ? 'plain' : 'good');
          watch(true);
        }
        else if (request.responseURL.includes('/dang-nhap')) end('Phiên đã hết: hãy đăng nhập lại rồi gửi', 'bad');
        else end(answer?.detail ? `${answer.title}. ${answer.detail}` : 'Chưa gửi được, hãy thử lại', 'bad');
      });
      request.addEventListener('error', () =>
        navigator.onLine ? end('Chưa gửi được: tệp quá lớn hoặc máy chủ ngắt. Hãy thử lại', 'bad') : again());
      request.addEventListener('abort', () => end('Đã dừng, chưa gửi', 'plain'));
      button.onclick = () => request.abort();
      request.open('POST', this.form.action);
      request.setRequestHeader('Accept', 'application/json');
      request.setRequestHeader('RequestVerificationToken',
        this.form.querySelector<HTMLInputElement>('input[name=__RequestVerificationToken]')!.value);
      request.send(body);
    });
  }
}

/** Asks for the list again while something is on its way, and once when something was just received. */
function watch(now: boolean): void {
  const list = document.querySelector<HTMLElement>('[data-sent]');
  if (!list || (!now && list.dataset.sent !== 'waiting')) return;
  setTimeout(async () => {
    if (!document.hidden) {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined);
      const fresh = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-sent]') : null;
      if (fresh) list.replaceWith(document.importNode(fresh, true));
    }
    watch(false);
  }, now ? 200 : look);
}

function parse(text: string): any {
  try { return JSON.parse(text); } catch { return undefined; }
}

function size(bytes: number): string {
  const [value, unit] = bytes < 1 << 20 ? [bytes / 1024, 'KB'] : [bytes / 1048576, 'MB'];
  return `${value.toLocaleString('vi-VN', { maximumFractionDigits: 1 })} ${unit}`;
}

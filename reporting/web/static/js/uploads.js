// Sends large files in pieces as soon as they are chosen: <input type="file" data-upload> inside <form data-uploads="address">.
// A broken line costs one piece: it is asked how much has come, and sending goes on there. Small files go with the form.

import { announce, emptyCopy } from './rows.js';

const SMALL = 1_000_000;
const PAUSES = [1, 2, 4, 8, 15, 30];
const wait = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });

class Refused extends Error {}

// Hex of the content's hash; '' where the browser may not compute it (plain http).
async function hashOf(file) {
  if (!globalThis.crypto?.subtle) return '';
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((each) => each.toString(16).padStart(2, '0')).join('');
}

export class Sending {
  constructor(file, { address, token, report, fetcher = (...args) => fetch(...args), pauses = PAUSES }) {
    Object.assign(this, { file, address, token, report, fetcher, pauses });
    this.stopper = new AbortController();
  }

  // One request; a refusal in words becomes Refused, anything else that fails may be tried again.
  async ask(url, options = {}) {
    const headers = { Accept: 'application/json', 'X-CSRFToken': this.token, ...options.headers };
    const answer = await this.fetcher(url, { redirect: 'error', ...options, headers, signal: this.stopper.signal });
    const told = answer.headers.get('Content-Type')?.startsWith('application/json') ? await answer.json() : {};
    if (answer.ok) return told;
    if (told.code === 'out_of_step') return told;
    if (answer.status >= 500 || answer.status === 408) throw new Error(String(answer.status));
    throw new Refused(told.sentence ?? '');
  }

  // The same again until the line is back.
  async insist(make) {
    for (let n = 0; ; n += 1) {
      try {
        return await make(n);
      } catch (error) {
        if (error instanceof Refused || this.stopper.signal.aborted || n >= this.pauses.length) throw error;
        this.report({ broken: true });
        await wait(this.pauses[n]);
      }
    }
  }

  form(fields) {
    return { method: 'POST', body: new URLSearchParams(fields) };
  }

  async run() {
    const sha256 = await hashOf(this.file);
    const told = { name: this.file.name, size: String(this.file.size), sha256 };
    this.state = await this.insist(() => this.ask(this.address, this.form(told)));
    const { url, piece } = this.state;
    let { offset } = this.state;
    while (offset < this.file.size) {
      this.report({ percent: Math.floor((offset * 100) / this.file.size) });
      // After a failure the server is asked first: the piece may have come although its answer did not.
      const next = await this.insist(async (n) => {
        if (n) ({ offset } = await this.ask(url));
        if (offset >= this.file.size) return { offset };
        const body = this.file.slice(offset, offset + piece);
        return this.ask(`${url}?offset=${offset}`, { method: 'POST', body, headers: { 'Content-Type': 'application/octet-stream' } });
      });
      offset = next.offset;
    }
    this.report({ percent: 100 });
    return this.insist(() => this.ask(`${url}/finish`, this.form({ sha256 })));
  }

  stop() {
    this.stopper.abort();
    if (this.state) this.fetcher(`${this.state.url}/stop`, { method: 'POST', headers: { 'X-CSRFToken': this.token } }).catch(() => {});
  }
}

const percents = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { style: 'percent' });

function watch(form) {
  const said = form.querySelector('[data-upload-words]').dataset;
  const limit = Number(said.limit);
  const sendings = new Set();

  function made(tag, className, text = '') {
    return Object.assign(document.createElement(tag), { className, textContent: text });
  }

  // A line above the row; what is wrong interrupts, anything else is said when there is a pause.
  function tell(row, text, isBad = false) {
    row.querySelector('[data-told]')?.remove();
    if (!text) return;
    const line = made('p', isBad ? 'error whole' : 'whole', text);
    line.dataset.told = '';
    if (isBad) line.setAttribute('role', 'alert');
    else announce(row, text);
    row.prepend(line);
  }

  function bar(row, sending, label) {
    const line = made('p', 'sending whole');
    line.dataset.sending = '';
    const progress = Object.assign(made('progress', ''), { max: 100, value: 0, ariaLabel: label });
    const words = made('span', 'soft');
    const stop = Object.assign(made('button', 'quiet', said.stop), { type: 'button' });
    stop.addEventListener('click', () => sending.stop());
    line.append(progress, words, stop);
    row.append(line);
    return { line, progress, words };
  }

  // The row now names the file; an empty one follows for the next.
  function settle(row, input, facts) {
    const fresh = emptyCopy(row);
    const [id, name] = row.querySelectorAll('input[type=hidden]');
    id.value = facts.sha256;
    name.value = facts.name;
    const shown = made('p', 'whole');
    shown.append(Object.assign(made('a', '', facts.name), { href: facts.url }), ` · ${facts.words}`);
    input.closest('[data-choose]').replaceWith(shown);
    row.dataset.unsent = '';
    if (!row.parentElement.querySelector('[data-choose]')) row.after(fresh);
    row.querySelector('input:not([type=hidden])').focus();
  }

  async function send(input, file) {
    const row = input.closest('[data-row]');
    const label = said.sending.replace('{name}', file.name);
    const report = ({ percent, broken }) => {
      if (Boolean(broken) !== isBroken) tell(row, broken ? said.broken : label);
      isBroken = Boolean(broken);
      if (percent === undefined) return;
      shown.progress.value = percent;
      shown.words.textContent = percents.format(percent / 100);
    };
    const sending = new Sending(file, { address: form.dataset.uploads, token: form.elements.csrf_token.value, report });
    let isBroken = false;
    tell(row, label);
    const shown = bar(row, sending, label);
    input.disabled = true;
    sendings.add(sending);
    try {
      const facts = await sending.run();
      shown.line.remove();
      input.disabled = false;
      settle(row, input, facts);
      tell(row, said.done.replace('{name}', facts.name));
    } catch (error) {
      const isStopped = sending.stopper.signal.aborted;
      shown.line.remove();
      Object.assign(input, { disabled: false, value: '' });
      tell(row, isStopped ? said.stopped : (error instanceof Refused && error.message) || said.failed, !isStopped);
      input.focus();
    } finally {
      sendings.delete(sending);
    }
  }

  form.addEventListener('change', ({ target }) => {
    const file = target.matches('[data-upload]') && target.files[0];
    if (!file) return;
    const wrong = (file.size > limit && said.large) || (file.size === 0 && said.empty);
    tell(target.closest('[data-row]'), wrong || '', Boolean(wrong));
    if (wrong) target.value = '';
    else if (file.size > SMALL) send(target, file);
  });
  window.addEventListener('beforeunload', (event) => { if (sendings.size) event.preventDefault(); });
  form.addEventListener('submit', (event) => {
    if (!sendings.size) return;
    event.preventDefault();
    form.querySelector('[data-sending] button').focus();
  });
}

document.querySelectorAll('form[data-uploads]').forEach(watch);

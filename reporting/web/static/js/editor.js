// Brings the rich-text editor to the first field that is touched: <textarea data-rich-text="id of the field of its markup">.
// Until then, without it and where it cannot be fetched, the field is what it is: plain text.

const template = document.querySelector('template[data-editor]');
const fields = template ? [...document.querySelectorAll('textarea[data-rich-text]')] : [];
const markups = new Map(fields.map((field) => [field, document.getElementById(field.dataset.richText)]));
const QUIET = 150;  // milliseconds without a key before the field is replaced under somebody's hands
let parts;
let last = 0;

function style() {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL('../css/editor.css', import.meta.url) });
  return new Promise((done, failed) => {
    link.addEventListener('load', done);
    link.addEventListener('error', failed);
    document.head.append(link);
  });
}

function fetched() {
  parts ??= Promise.all([import('../editor/editor.js'), style()]).then(([editor]) => {
    const dialogs = {};
    for (const each of template.content.querySelectorAll('dialog')) {
      dialogs[each.dataset.dialog] = document.body.appendChild(document.importNode(each, true));
    }
    return { editor, dialogs };
  }).catch((error) => { parts = undefined; throw error; });
  return parts;
}

// Not while somebody types or composes a character.
async function quiet() {
  const left = () => last + QUIET - performance.now();
  while (left() > 0) await new Promise((done) => { setTimeout(done, Math.min(left(), QUIET)); });
}

async function bring(field) {
  if (field.dataset.richText === '') return;
  // Where it cannot be fetched the plain field goes on, and the next touch tries again.
  const { editor, dialogs } = await fetched().catch(() => ({}));
  await quiet();
  if (!editor || field.dataset.richText === '') return;
  field.dataset.richText = '';
  editor.mount(field, markups.get(field), template.content, dialogs);
}

// What came from the editor and is not saved yet is shown with its formatting: after an error, and on a page that is gone
// back to. There browsers fill in the plain text as it was left; its markup is kept in the entry of the tab's history.
function isUnsaved(field) {
  const markup = markups.get(field);
  const left = history.state?.left?.[field.name];
  if (left?.plain === field.value && left.stored === markup.defaultValue) markup.value = left.markup;
  return markup.value !== markup.defaultValue || Boolean(field.closest('[data-unsent]') && markup.value);
}

function keepForReturn() {
  const left = {};
  for (const [field, { value, defaultValue }] of markups) {
    if (value !== defaultValue) left[field.name] = { plain: field.value, markup: value, stored: defaultValue };
  }
  if (Object.keys(left).length) history.replaceState({ ...history.state, left }, '');
}

// Once somebody moves on the page, fields that are in sight or nearly so are prepared for: without that, nothing is fetched.
function prepare() {
  const near = new IntersectionObserver((seen) => {
    if (!seen.some((each) => each.isIntersecting)) return;
    near.disconnect();
    if (!navigator.connection?.saveData) fetched().catch(() => {});
  }, { rootMargin: '50%' });
  fields.forEach((field) => near.observe(field));
}

for (const field of fields) {
  field.closest('.question').querySelector('[data-plain]')?.remove();
  field.addEventListener('focus', () => bring(field));
  field.addEventListener('pointerdown', () => bring(field));
  field.addEventListener('input', () => { last = performance.now(); });
  field.addEventListener('compositionstart', () => { last = Infinity; });
  field.addEventListener('compositionend', () => { last = performance.now(); });
  if (document.activeElement === field || isUnsaved(field)) bring(field);
}
if (fields.length) {
  // The plain text may be filled in after the scripts have run.
  addEventListener('pageshow', () => fields.filter(isUnsaved).forEach(bring));
  addEventListener('pagehide', keepForReturn);
  const first = new AbortController();
  for (const kind of ['pointermove', 'pointerdown', 'keydown', 'scroll']) {
    addEventListener(kind, () => { first.abort(); prepare(); }, { passive: true, signal: first.signal });
  }
}

// The two dialogs: where a link leads, and the language of a passage or paragraph. Both are in the page's template.

import { addressTyped } from './address.js';
import { hasMark } from './commands.js';
import { direction, isTag, usual } from './language.js';
import { schema } from './schema.js';

const { marks } = schema;

// Shows a dialog; `done(button)` is called with the value of the pressed button, '' for none, and says whether it may close.
function ask(dialog, start, done) {
  const form = dialog.querySelector('form');
  const ended = new AbortController();
  const { signal } = ended;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (done(event.submitter?.value ?? 'apply')) dialog.close();
  }, { signal });
  dialog.addEventListener('close', () => { ended.abort(); done(''); }, { signal });
  start();
  dialog.showModal();
}

const complain = (dialog, input, wrong) => {
  dialog.querySelector('[data-wrong]').hidden = !wrong;
  input.toggleAttribute('aria-invalid', wrong);
  if (wrong) { input.setAttribute('aria-invalid', 'true'); input.focus(); }
};

// From where to where the link under the caret goes; else the selection.
function linkRange({ selection }) {
  const { $from, from, to, empty } = selection;
  const mark = [$from.nodeAfter, $from.nodeBefore].map((node) => node && marks.link.isInSet(node.marks)).find(Boolean);
  if (!empty || !mark) return { from, to, mark };
  let [start, end] = [$from.index(), $from.index()];
  const linked = (index) => index >= 0 && index < $from.parent.childCount && mark.isInSet($from.parent.child(index).marks);
  if (!linked(start)) start -= 1;
  while (linked(start - 1)) start -= 1;
  end = Math.max(start, end - 1);
  while (linked(end)) end += 1;
  let place = $from.start();
  for (let index = 0; index < start; index += 1) place += $from.parent.child(index).nodeSize;
  let length = 0;
  for (let index = start; index < end; index += 1) length += $from.parent.child(index).nodeSize;
  return { from: place, to: place + length, mark };
}

export function askForLink(dialog, view) {
  const input = dialog.querySelector('input');
  const { from, to, mark } = linkRange(view.state);
  const apply = () => {
    const href = addressTyped(input.value);
    complain(dialog, input, !href);
    if (!href) return false;
    const link = marks.link.create({ href });
    const { tr } = view.state;
    if (from === to) tr.replaceWith(from, to, schema.text(href.replace(/^mailto:/i, ''), [link, ...view.state.selection.$from.marks()]));
    else tr.removeMark(from, to, marks.link).addMark(from, to, link);
    view.dispatch(tr.removeStoredMark(marks.link).scrollIntoView());
    return true;
  };
  ask(dialog, () => {
    complain(dialog, input, false);
    input.value = mark?.attrs.href ?? '';
    dialog.querySelector('[value=remove]').hidden = !mark;
  }, (button) => {
    if (button === 'apply') return apply();
    if (button === 'remove') view.dispatch(view.state.tr.removeMark(from, to, marks.link));
    if (button === '') view.focus();
    return true;
  });
}

// The language told at the selection, of its passage or else of its paragraph.
function languageAt(state) {
  const { $from, from, to, empty } = state.selection;
  let mark = marks.passage.isInSet($from.marks());
  if (!empty) state.doc.nodesBetween(from, to, (node) => { mark ??= marks.passage.isInSet(node.marks); });
  return mark?.attrs.lang ?? $from.parent.attrs.lang ?? '';
}

// A selection is a passage; without one, or where whole paragraphs are selected, they have the language themselves.
function setLanguage(view, lang) {
  const { state } = view;
  const { from, to, empty, $from, $to } = state.selection;
  const attrs = lang ? { lang, dir: direction(lang) } : { lang: null, dir: null };
  const { tr } = state;
  const whole = empty || (from === $from.start() && to === $to.end());
  tr.removeMark(empty ? $from.start() : from, empty ? $from.end() : to, marks.passage).removeStoredMark(marks.passage);
  if (whole || !lang) {
    state.doc.nodesBetween(from, to, (node, place) => {
      if (node.isTextblock && (whole || !lang)) tr.setNodeMarkup(place, null, { ...node.attrs, ...attrs });
    });
  } else tr.addMark(from, to, marks.passage.create(attrs));
  view.dispatch(tr);
}

export function askForLanguage(dialog, view) {
  const [select, input] = [dialog.querySelector('select'), dialog.querySelector('input')];
  const other = () => { input.closest('[data-other]').hidden = select.value !== '?'; };
  select.onchange = () => { other(); if (select.value === '?') input.focus(); };
  ask(dialog, () => {
    complain(dialog, input, false);
    const now = languageAt(view.state);
    const known = [...select.options].some((each) => each.value === now);
    select.value = known ? now : '?';
    input.value = known ? '' : now;
    other();
  }, (button) => {
    if (button === '') view.focus();
    if (button !== 'apply') return true;
    const tag = select.value === '?' ? input.value.trim() : select.value;
    const wrong = select.value === '?' && !isTag(tag);
    complain(dialog, input, wrong);
    if (!wrong) setLanguage(view, tag && usual(tag));
    return !wrong;
  });
}

export const isForeign = (state) => Boolean(languageAt(state));
export const isLinked = (state) => hasMark(state, marks.link) || Boolean(linkRange(state).mark);

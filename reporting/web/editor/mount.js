// Puts the editor over a plain field. The field stays in the form and holds the plain text, so that whatever watches it
// (words, unsaved changes) goes on; its neighbour holds the markup and is sent beside it.

import { baseKeymap, chainCommands } from 'prosemirror-commands';
import { gapCursor } from 'prosemirror-gapcursor';
import { history, redo, undo } from 'prosemirror-history';
import { keymap } from 'prosemirror-keymap';
import { DOMParser } from 'prosemirror-model';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import { EditorState, Plugin, TextSelection } from 'prosemirror-state';
import { tableEditing } from 'prosemirror-tables';
import { EditorView } from 'prosemirror-view';
import { COMMANDS, insertBreak } from './commands.js';
import { clean } from './paste.js';
import { asSlice, carryOver, plain, position } from './plain.js';
import { schema } from './schema.js';
import { clipboardSerializer, parse, serialise } from './serializer.js';
import { Toolbar } from './toolbar.js';

const { nodes } = schema;

function keys(toolbar, leave) {
  return keymap({
    'Mod-b': COMMANDS.bold.run,
    'Mod-i': COMMANDS.italic.run,
    'Mod-k': (state, dispatch, view) => toolbar.actions.link.run(state, dispatch, view),
    'Mod-z': undo,
    'Mod-y': redo,
    'Mod-Shift-z': redo,
    'Mod-]': sinkListItem(nodes.list_item),
    'Mod-[': liftListItem(nodes.list_item),
    'Shift-Enter': insertBreak,
    Enter: chainCommands(leaveCaption, splitListItem(nodes.list_item)),
    'Alt-F10': () => { toolbar.focus(); return true; },
    Escape: () => { leave(); return true; },
  });
}

// Enter in a caption goes on to the first cell.
function leaveCaption(state, dispatch) {
  const { $from } = state.selection;
  if ($from.parent.type !== nodes.caption) return false;
  dispatch?.(state.tr.setSelection(TextSelection.near(state.doc.resolve($from.after()))).scrollIntoView());
  return true;
}

// An empty paragraph takes over the language of the first one that is pasted into it.
function pasteWithLanguage(view, _, slice) {
  const { $from, empty } = view.state.selection;
  const first = slice.content.firstChild;
  const { lang, dir } = first?.attrs ?? {};
  if (!empty || $from.parent.type !== nodes.paragraph || $from.parent.content.size) return false;
  if (first?.type !== nodes.paragraph || !(lang || dir)) return false;
  view.dispatch(view.state.tr.replaceSelection(slice).setNodeMarkup($from.before(), null, { lang, dir }).scrollIntoView());
  return true;
}

// There is always a paragraph to go on in after a table, list or quote; without text it is not written.
const lastParagraph = new Plugin({
  appendTransaction: (_, __, state) => (state.doc.lastChild.type === nodes.paragraph ? null
    : state.tr.insert(state.doc.content.size, nodes.paragraph.create()).setMeta('addToHistory', false)),
});

function stateOf(doc, plugins) {
  const last = doc.lastChild.type === nodes.paragraph ? doc : doc.copy(doc.content.addToEnd(nodes.paragraph.create()));
  return EditorState.create({ doc: last, plugins });
}

// `field`: the plain textarea. `markup`: the hidden one beside it. `parts`: the page's template, `dialogs` made from it.
export function mount(field, markup, parts, dialogs) {
  const frame = parts.querySelector('[data-editor-frame]').cloneNode(true);
  const toolbar = new Toolbar(frame.querySelector('[role=toolbar]'), dialogs);
  const doc = parse(markup.value);
  const before = { focused: document.activeElement === field, caret: [field.selectionStart, field.selectionEnd] };
  // What the plain field held for this markup. A browser that goes back to a page brings both as they were left.
  let told = markup.value && markup.value === markup.defaultValue ? field.defaultValue : plain(markup.value);

  function tell(state) {
    markup.value = serialise(state.doc);
    told = plain(markup.value);
    field.value = told;
    for (const each of [field, markup]) each.dispatchEvent(new Event('input', { bubbles: true }));
  }

  const view = new EditorView({ mount: frame.querySelector('[data-editor-text]') }, {
    state: stateOf(doc, pluginsFor(toolbar, () => frame.focus())),
    attributes: textAttributes(field),
    ...clipboard({ lang: field.lang || document.documentElement.lang, dir: field.dir || 'ltr' }),
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      if (transaction.docChanged) tell(view.state);
    },
  });
  toolbar.attach(view);

  // A text typed into the plain field, before the editor came or by another script, is taken over.
  function takeOver() {
    if (field.value === told) return;
    const { tr } = view.state;
    view.dispatch(carryOver(tr, serialise(tr.doc), told, field.value).setMeta('addToHistory', false));
  }

  takeOver();
  putCaret(view, before.caret);
  field.after(frame);
  stepBack(field);
  markup.disabled = false;
  field.addEventListener('focus', () => view.focus());
  field.addEventListener('input', takeOver);
  if (before.focused) {
    view.focus();
    // The toolbar has pushed the text down, in a small window out of it.
    view.dispatch(view.state.tr.scrollIntoView());
  }
  return view;
}

function pluginsFor(toolbar, leave) {
  return [
    keys(toolbar, leave), keymap(baseKeymap), history(), gapCursor(), tableEditing(), lastParagraph,
    new Plugin({ view: () => ({ update: ({ state }) => toolbar.update(state) }) }),
  ];
}

// What comes in and goes out by the clipboard or by dragging. `home`: language and direction of the field.
const clipboard = (home) => ({
  clipboardSerializer,
  clipboardParser: DOMParser.fromSchema(schema),
  clipboardTextParser: (text) => asSlice(text),
  transformPastedHTML: (html) => clean(html, home),
  handlePaste: pasteWithLanguage,
  // A file that is dropped here would take the page's place.
  handleDOMEvents: { drop: (_, event) => { if (event.dataTransfer?.files.length) event.preventDefault(); } },
});

// The caret, or both ends of a selection, at offsets of the plain text.
function putCaret(view, offsets) {
  const { doc, tr } = view.state;
  const [start, end] = offsets.map((offset) => doc.resolve(position(doc, serialise(doc), offset)));
  view.dispatch(tr.setSelection(TextSelection.between(start, end)));
}

// The plain field stays in the form and in the label's care, out of sight and out of the way of Tab.
function stepBack(field) {
  field.classList.add('unseen');
  field.tabIndex = -1;
  field.setAttribute('aria-hidden', 'true');
}

// What ties the field to its label and texts, for the editor.
function textAttributes(field) {
  const label = field.labels[0];
  if (label) label.id ||= `${field.id}-label`;
  const taken = ['lang', 'dir', 'aria-describedby', 'aria-invalid', 'aria-required']
    .flatMap((name) => (field.hasAttribute(name) ? [[name, field.getAttribute(name)]] : []));
  return {
    ...Object.fromEntries(taken),
    role: 'textbox',
    'aria-multiline': 'true',
    ...(label ? { 'aria-labelledby': label.id } : {}),
    class: 'prose',
  };
}

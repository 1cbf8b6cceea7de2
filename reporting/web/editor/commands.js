// What the buttons of the toolbar do: each has `run`, and `on` where it is pressed while it holds.

import { lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { liftListItem, sinkListItem, wrapInList } from 'prosemirror-schema-list';
import { TextSelection } from 'prosemirror-state';
import {
  addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, isInTable, selectedRect,
} from 'prosemirror-tables';
import { schema } from './schema.js';

const { nodes, marks } = schema;
// The server refuses what is nested more than twenty elements deep; these are nodes, and a table is four elements.
const DEEPEST = 13;

export function around(state, type) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type === type) return { node: $from.node(depth), start: $from.before(depth), depth };
  }
  return null;
}

const listAround = (state) => {
  const [one, other] = [around(state, nodes.bullet_list), around(state, nodes.ordered_list)];
  return (one?.depth ?? 0) > (other?.depth ?? 0) ? one : other;
};

export function hasMark(state, type) {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, type);
}

const shallow = (command) => (state, dispatch, view) => state.selection.$from.depth < DEEPEST && command(state, dispatch, view);

const markButton = (name, without) => ({
  run: (state, dispatch) => {
    const change = (tr) => dispatch(without && !hasMark(state, marks[name]) ? dropMark(tr, state, marks[without]) : tr);
    return toggleMark(marks[name])(state, dispatch && change);
  },
  on: (state) => hasMark(state, marks[name]),
});

function dropMark(tr, { selection }, mark) {
  tr.removeStoredMark(mark);
  return selection.empty ? tr : tr.removeMark(selection.from, selection.to, mark);
}

// A heading that is one already becomes a paragraph. Language and direction stay.
function blockButton(type, level) {
  const same = (node) => node.type === type && (!level || node.attrs.level === level);
  const on = (state) => same(state.selection.$from.parent);
  return {
    on,
    run: (state, dispatch) => {
      const passage = ({ lang, dir }) => ({ lang, dir });
      const to = on(state) && level ? [nodes.paragraph, passage] : [type, (attrs) => ({ ...passage(attrs), ...(level ? { level } : {}) })];
      return setBlockType(to[0], (node) => to[1](node.attrs))(state, dispatch);
    },
  };
}

function listButton(type) {
  return {
    on: (state) => listAround(state)?.node.type === type,
    run: (state, dispatch) => {
      const list = listAround(state);
      if (!list) return shallow(wrapInList(type))(state, dispatch);
      if (list.node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
      const { lang, dir } = list.node.attrs;
      dispatch?.(state.tr.setNodeMarkup(list.start, type, { lang, dir }));
      return true;
    },
  };
}

const quote = {
  on: (state) => Boolean(around(state, nodes.blockquote)),
  run: (state, dispatch) => (quote.on(state) ? lift : shallow(wrapIn(nodes.blockquote)))(state, dispatch),
};

function insertTable(state, dispatch) {
  if (state.selection.$from.depth > DEEPEST - 5 || around(state, nodes.caption)) return false;
  const row = (type, more) => nodes.row.create(more, [0, 1].map(() => type.createAndFill(type === nodes.header_cell ? { scope: 'col' } : null)));
  const table = nodes.table.create(null, [row(nodes.header_cell, { head: true }), row(nodes.cell), row(nodes.cell)]);
  if (dispatch) {
    const tr = state.tr.replaceSelectionWith(nodes.tabular.create(null, table));
    let inside = null;
    tr.doc.nodesBetween(Math.max(0, state.selection.from - 1), tr.doc.content.size, (node, place) => {
      if (node.type === nodes.header_cell) inside ??= place + 1;
    });
    if (inside !== null) tr.setSelection(TextSelection.near(tr.doc.resolve(inside)));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

function deleteTable(state, dispatch) {
  const table = around(state, nodes.tabular);
  if (table && dispatch) dispatch(state.tr.delete(table.start, table.start + table.node.nodeSize).scrollIntoView());
  return Boolean(table);
}

// The first row is the head of the table, or is not.
const headRow = {
  on: (state) => isInTable(state) && selectedRect(state).table.firstChild.attrs.head,
  run: (state, dispatch) => {
    if (!isInTable(state)) return false;
    const { table, tableStart } = selectedRect(state);
    const head = !table.firstChild.attrs.head;
    if (dispatch) {
      const tr = state.tr.setNodeAttribute(tableStart, 'head', head);
      table.firstChild.forEach((cell, offset) => header(tr, tableStart + 1 + offset, cell, head, 'col'));
      dispatch(tr);
    }
    return true;
  },
};

// The first cell of each row is its head, or is not. The head row keeps its own.
const headColumn = {
  on: (state) => isInTable(state) && selectedRect(state).table.lastChild.firstChild.attrs.scope === 'row',
  run: (state, dispatch) => {
    if (!isInTable(state)) return false;
    const { table, tableStart, map } = selectedRect(state);
    const head = !headColumn.on(state);
    if (dispatch) {
      const { tr } = state;
      const starts = new Set(Array.from({ length: map.height }, (_, row) => map.map[row * map.width]));
      for (const place of starts) {
        const row = state.doc.resolve(tableStart + place).parent;
        if (!row.attrs.head) header(tr, tableStart + place, table.nodeAt(place), head, 'row');
      }
      dispatch(tr);
    }
    return true;
  },
};

function header(tr, place, cell, head, scope) {
  const attrs = { ...cell.attrs, scope: head ? scope : null };
  tr.setNodeMarkup(place, head ? nodes.header_cell : nodes.cell, attrs);
}

const caption = {
  on: (state) => around(state, nodes.tabular)?.node.firstChild.type === nodes.caption,
  run: (state, dispatch) => {
    const table = around(state, nodes.tabular);
    if (!table || !dispatch) return Boolean(table);
    const { tr } = state;
    if (caption.on(state)) tr.delete(table.start + 1, table.start + 1 + table.node.firstChild.nodeSize);
    else {
      tr.insert(table.start + 1, nodes.caption.create());
      tr.setSelection(TextSelection.create(tr.doc, table.start + 2));
    }
    dispatch(tr.scrollIntoView());
    return true;
  },
};

// Takes marks and block formats away; language says what a text is and stays.
function clearFormat(state, dispatch) {
  if (!dispatch) return true;
  const { from, to } = state.selection;
  const { tr } = state;
  for (const name of ['strong', 'em', 'sub', 'sup', 'link']) dropMark(tr, state, marks[name]);
  tr.setBlockType(from, to, nodes.paragraph, ({ attrs }) => ({ lang: attrs.lang, dir: attrs.dir }));
  dispatch(tr);
  return true;
}

export const insertBreak = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.line_break.create()).scrollIntoView());
  return true;
};

export const COMMANDS = {
  undo: { run: undo },
  redo: { run: redo },
  paragraph: blockButton(nodes.paragraph),
  heading3: blockButton(nodes.heading, 3),
  heading4: blockButton(nodes.heading, 4),
  bold: markButton('strong'),
  italic: markButton('em'),
  sub: markButton('sub', 'sup'),
  sup: markButton('sup', 'sub'),
  bullets: listButton(nodes.bullet_list),
  numbers: listButton(nodes.ordered_list),
  indent: { run: shallow(sinkListItem(nodes.list_item)) },
  outdent: { run: liftListItem(nodes.list_item) },
  quote,
  table: { run: insertTable },
  rowBefore: { run: addRowBefore },
  rowAfter: { run: addRowAfter },
  columnBefore: { run: addColumnBefore },
  columnAfter: { run: addColumnAfter },
  deleteRow: { run: deleteRow },
  deleteColumn: { run: deleteColumn },
  headRow,
  headColumn,
  caption,
  deleteTable: { run: deleteTable },
  clear: { run: clearFormat },
};

// Writes a document in the one shape of formatted text: the rules are those of domain/rich_text_form.py, and a test
// holds both against each other. Blocks without text are left out here and stay in the editor.

import { DOMParser, DOMSerializer } from 'prosemirror-model';
import { schema } from './schema.js';

const LISTS = new Set(['ul', 'ol']);
const BARE_IN = new Set(['li', 'td', 'th']);
const REL = 'noopener noreferrer nofollow';
const TAGS = { passage: 'span', link: 'a', strong: 'strong', em: 'em', sub: 'sub', sup: 'sup' };
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f\ud800-\udfff\ufffe\uffff]/gu;
const SEEN = /[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]/u;

const clean = (text) => text.replace(/\r\n|[\r\v\f]/g, '\n').replace(CONTROL, '').normalize('NFC');
const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\u00a0/g, '&nbsp;');
const attribute = ([name, value]) => ` ${name}="${escaped(String(value)).replaceAll('"', '&quot;')}"`;
const written = (pairs) => pairs.filter(([, value]) => value).map(attribute).join('');
const passage = ({ lang, dir }) => [['lang', lang], ['dir', dir]];

const element = ({ tag, attributes, inside }) => `<${tag}${attributes}>${inside}</${tag}>`;

export function serialise(doc) {
  return blocksOf(doc).map(element).join('');
}

export function parse(markup) {
  const page = new window.DOMParser().parseFromString(`<body>${markup}</body>`, 'text/html');
  return DOMParser.fromSchema(schema).parse(page.body);
}

// What is copied out of the editor.
export const clipboardSerializer = DOMSerializer.fromSchema(schema);

function blocksOf(node) {
  const found = [];
  node.forEach((child) => {
    const made = WRITERS[child.type.name](child);
    if (made) found.push(made);
  });
  return found;
}

function textBlock(tag, node) {
  const pieces = tidy(piecesOf(node));
  if (!SEEN.test(pieces.map((piece) => piece.text).join(''))) return null;
  return { tag, attributes: written(passage(node.attrs)), inside: writtenPieces(pieces) };
}

function container(tag, node, more = []) {
  const blocks = blocksOf(node);
  return blocks.length ? { tag, attributes: written([...more, ...passage(node.attrs)]), inside: inside(tag, blocks) } : null;
}

function inside(tag, blocks) {
  const [first, ...rest] = blocks;
  const bare = first && BARE_IN.has(tag) && first.tag === 'p' && !first.attributes && rest.every((each) => LISTS.has(each.tag));
  return (bare ? [first.inside, ...rest.map(element)] : blocks.map(element)).join('');
}

function cell(tag, node) {
  const { attrs } = node;
  const [colspan, rowspan] = [attrs.colspan, attrs.rowspan].map((count) => (count > 1 ? count : null));
  const attributes = written([['colspan', colspan], ['rowspan', rowspan], ['scope', attrs.scope], ...passage(attrs)]);
  return { tag, attributes, inside: inside(tag, blocksOf(node)) };
}

function tabular(node) {
  const rows = [];
  node.lastChild.forEach((row) => rows.push({ head: row.attrs.head, row }));
  const body = rows.findIndex(({ head }) => !head);
  const parts = [rows.slice(0, body < 0 ? rows.length : body), body < 0 ? [] : rows.slice(body)];
  const caption = node.firstChild.type.name === 'caption' ? textBlock('caption', node.firstChild) : null;
  let seen = Boolean(caption);
  const sections = parts.map((part, place) => {
    const lines = part.map(({ row }) => {
      const cells = blocksOf(row);
      seen ||= cells.some((each) => each.inside);
      return element({ tag: 'tr', attributes: written(passage(row.attrs)), inside: cells.map(element).join('') });
    });
    return lines.length ? element({ tag: place ? 'tbody' : 'thead', attributes: '', inside: lines.join('') }) : '';
  });
  if (!seen) return null;
  return { tag: 'table', attributes: written(passage(node.attrs)), inside: (caption ? element(caption) : '') + sections.join('') };
}

const WRITERS = {
  paragraph: (node) => textBlock('p', node),
  heading: (node) => textBlock(`h${node.attrs.level}`, node),
  bullet_list: (node) => container('ul', node),
  ordered_list: (node) => container('ol', node, [['start', node.attrs.start === 1 ? null : node.attrs.start]]),
  list_item: (node) => container('li', node),
  blockquote: (node) => container('blockquote', node),
  tabular,
  cell: (node) => cell('td', node),
  header_cell: (node) => cell('th', node),
};

// Pieces of text with their marks, as opening tags in the order of the schema; "\n" is a break and stands alone.

function piecesOf(node) {
  const pieces = [];
  node.forEach((child) => {
    const marks = child.marks.map((mark) => ({ tag: TAGS[mark.type.name], open: opening(mark) }));
    const text = child.isText ? clean(child.text).replace(/[ \t\n\r\f]+/g, ' ') : '\n';
    pieces.push({ text, marks, key: marks.map((mark) => mark.open).join('') });
  });
  return pieces;
}

function opening(mark) {
  const attributes = mark.type.name === 'link' ? [['href', mark.attrs.href], ['rel', REL]] : passage(mark.attrs);
  return `<${TAGS[mark.type.name]}${written(attributes)}>`;
}

function tidy(pieces) {
  const made = [];
  for (const piece of pieces) {
    const last = made.at(-1);
    if (piece.text === '\n') {
      dropLastBlank(made);
      if (made.length) made.push(piece);
      continue;
    }
    const text = !last || /[ \n]$/.test(last.text) ? piece.text.replace(/^ /, '') : piece.text;
    if (text && last && last.key === piece.key && last.text !== '\n') made[made.length - 1] = { ...last, text: last.text + text };
    else if (text) made.push({ ...piece, text });
  }
  dropLastBlank(made);
  while (made.at(-1)?.text === '\n') {
    made.pop();
    dropLastBlank(made);
  }
  return made.map((piece) => (piece.text === '\n' ? piece : { ...piece, text: clean(piece.text) }));
}

function dropLastBlank(pieces) {
  const last = pieces.at(-1);
  if (!last?.text.endsWith(' ')) return;
  pieces.pop();
  if (last.text.length > 1) pieces.push({ ...last, text: last.text.slice(0, -1) });
}

function writtenPieces(pieces) {
  let made = '';
  let open = [];
  const close = (marks) => marks.map((mark) => `</${mark.tag}>`).reverse().join('');
  for (const { text, marks } of pieces) {
    let same = 0;
    while (same < open.length && same < marks.length && open[same].open === marks[same].open) same += 1;
    made += close(open.slice(same)) + marks.slice(same).map((mark) => mark.open).join('');
    made += text === '\n' ? '<br>' : escaped(text);
    open = marks;
  }
  return made + close(open);
}

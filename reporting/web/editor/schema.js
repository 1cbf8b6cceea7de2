// What a text may hold: the blocks and marks of domain/rich_text.py and nothing else.

import { Schema } from 'prosemirror-model';
import { address } from './address.js';
import { isTag } from './language.js';

const PASSAGE = { lang: { default: null }, dir: { default: null } };

function passageOf(dom) {
  const [lang, dir] = [dom.getAttribute('lang'), dom.getAttribute('dir')];
  return { lang: lang && isTag(lang) ? lang : null, dir: dir === 'ltr' || dir === 'rtl' ? dir : null };
}

const shown = ({ lang, dir }, more = {}) => ({ ...more, lang, dir });
const whole = (dom, name, most, usual) => {
  const text = dom.getAttribute(name) ?? '';
  const found = /^\d{1,3}$/.test(text) ? Number(text) : usual;
  return found && found <= most ? found : usual;
};

function block(tag, spec) {
  return {
    group: 'block',
    attrs: PASSAGE,
    parseDOM: [{ tag, getAttrs: passageOf }],
    toDOM: (node) => [tag, shown(node.attrs), 0],
    ...spec,
  };
}

function cell(tag, role) {
  return {
    content: 'block+',
    tableRole: role,
    isolating: true,
    attrs: { ...PASSAGE, colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null }, scope: { default: null } },
    parseDOM: [{
      tag,
      getAttrs: (dom) => ({
        ...passageOf(dom),
        colspan: whole(dom, 'colspan', 99, 1),
        rowspan: whole(dom, 'rowspan', 99, 1),
        scope: tag === 'th' && /^(row|col)(group)?$/.test(dom.getAttribute('scope') ?? '') ? dom.getAttribute('scope') : null,
      }),
    }],
    toDOM: ({ attrs }) => [tag, shown(attrs, {
      colspan: attrs.colspan > 1 ? attrs.colspan : null,
      rowspan: attrs.rowspan > 1 ? attrs.rowspan : null,
      scope: attrs.scope,
    }), 0],
  };
}

const nodes = {
  doc: { content: 'block+' },
  paragraph: block('p', { content: 'inline*' }),
  heading: block('h3', {
    content: 'inline*',
    defining: true,
    attrs: { ...PASSAGE, level: { default: 3 } },
    parseDOM: [3, 4].map((level) => ({ tag: `h${level}`, getAttrs: (dom) => ({ ...passageOf(dom), level }) })),
    // On a page for writing they follow its title; on the page for reading a heading of the question stands between.
    toDOM: ({ attrs }) => [`h${attrs.level}`, shown(attrs, { 'aria-level': attrs.level - 1 }), 0],
  }),
  bullet_list: block('ul', { content: 'list_item+' }),
  ordered_list: block('ol', {
    content: 'list_item+',
    attrs: { ...PASSAGE, start: { default: 1 } },
    parseDOM: [{
      tag: 'ol',
      // "0" is left out by the server like "1".
      getAttrs: (dom) => ({ ...passageOf(dom), start: whole(dom, 'start', 999, 1) }),
    }],
    toDOM: ({ attrs }) => ['ol', shown(attrs, { start: attrs.start === 1 ? null : attrs.start }), 0],
  }),
  list_item: block('li', { content: 'block+', group: '', defining: true }),
  blockquote: block('blockquote', { content: 'block+', defining: true }),
  // A table with its caption; the rows stand in a node of their own, because the commands for tables count children.
  tabular: block('table', { content: 'caption? table', isolating: true }),
  caption: block('caption', { content: 'inline*', group: '', isolating: true }),
  table: { content: 'row+', tableRole: 'table', isolating: true, toDOM: () => ['tbody', 0] },
  row: {
    content: '(cell | header_cell)+',
    tableRole: 'row',
    attrs: { ...PASSAGE, head: { default: false } },
    parseDOM: [{
      tag: 'tr',
      getAttrs: (dom) => ({ ...passageOf(dom), head: dom.parentNode.nodeName === 'THEAD' || dom.hasAttribute('data-head') }),
    }],
    toDOM: ({ attrs }) => ['tr', shown(attrs, { 'data-head': attrs.head ? '' : null }), 0],
  },
  cell: cell('td', 'cell'),
  header_cell: cell('th', 'header_cell'),
  text: { group: 'inline' },
  line_break: { inline: true, group: 'inline', selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
};

const mark = (tag, spec) => ({ parseDOM: [{ tag }], toDOM: () => [tag, 0], ...spec });

// In the order in which they are nested.
const marks = {
  passage: {
    attrs: PASSAGE,
    parseDOM: [{
      tag: 'span',
      getAttrs: (dom) => {
        const found = passageOf(dom);
        return found.lang || found.dir ? found : false;
      },
    }],
    toDOM: ({ attrs }) => ['span', shown(attrs), 0],
  },
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [{
      tag: 'a[href]',
      getAttrs: (dom) => {
        const href = address(dom.getAttribute('href'));
        return href ? { href } : false;
      },
    }],
    toDOM: ({ attrs }) => ['a', { href: attrs.href, title: attrs.href, rel: 'noopener noreferrer nofollow' }, 0],
  },
  strong: mark('strong'),
  em: mark('em'),
  sub: mark('sub'),
  sup: mark('sup'),
};

export const schema = new Schema({ nodes, marks });

// Brings elements of any page or word processor into the blocks that a text may hold: the rules of
// domain/rich_text_form.py, and what foreign elements and their styles mean. What comes out is markup; the schema and the
// server read it once more.

import { address } from './address.js';
import { direction, isTag, sameLanguage, usual } from './language.js';

// Deeper lists and quotes stand beside each other; the server refuses what is nested more than twenty deep.
const DEEPEST = 12;
const DROPPED = new Set(('script style xml template iframe frame object embed svg math noscript meta link base title head '
  + 'img picture video audio canvas map input select textarea option progress meter dialog col colgroup hr '
  + 'v:shape v:shapetype v:imagedata').split(' '));
const BREAKS_TEXT = new Set(('div section article main header footer nav aside figure figcaption address pre dl dt dd form fieldset '
  + 'legend details summary center body html tr td th thead tbody tfoot hgroup menu dir optgroup').split(' '));
const MARK_OF = { b: 'strong', strong: 'strong', i: 'em', em: 'em', cite: 'em', dfn: 'em', var: 'em', sub: 'sub', sup: 'sup' };
const ORDER = ['span', 'a', 'strong', 'em', 'sub', 'sup'];
const NOTHING = /^[\s\u00a0\u200b\ufeff]*$/;

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const written = (attributes) => Object.entries(attributes).map(([name, value]) => (value ? ` ${name}="${escaped(String(value))}"` : '')).join('');

// The style of an element; the attribute was renamed before the page was read, see paste.js.
export function styleOf(node) {
  const found = {};
  for (const part of (node.getAttribute?.('x-worn') ?? '').split(';')) {
    const colon = part.indexOf(':');
    if (colon > 0) found[part.slice(0, colon).trim().toLowerCase()] = part.slice(colon + 1).trim();
  }
  return found;
}

function isDropped(node, name, style) {
  if (DROPPED.has(name) || style.display === 'none' || style['mso-hide'] === 'all') return true;
  if (style['mso-list'] === 'Ignore' || style['mso-element']?.startsWith('comment') || style['mso-special-character'] === 'comment') return true;
  if ('mso-comment-reference' in style && !node.textContent.trim()) return true;
  if (/\b(MsoCommentReference|msocomanchor|mw-editsection|EOP)\b/.test(node.className)) return true;
  if (name === 'tr' && node.getAttribute('height') === '0') return true;  // Word keeps the widths of columns in one
  return name === 'del' && node.hasAttribute('datetime');  // a change that was tracked
}

// `home`: {lang, dir} of the field, which need not be said again. `levels` tells the tag of a heading's level, and
// `levels.ofWord` what Word says of the levels of its lists.
export class Flow {
  constructor(home, levels, { depth = 0, lang = home.lang, dir = home.dir } = {}) {
    Object.assign(this, { home, levels, depth, lang, dir });
    this.blocks = [];
    this.text = { tag: 'p', attributes: {}, made: '', seen: false };
    this.lists = [];
  }

  take(nodes, marks) {
    for (const node of nodes) {
      if (node.nodeType === 3) this.write(node.data, marks);
      else if (node.nodeType === 1) this.element(node, marks);
    }
    return this;
  }

  write(data, marks) {
    const text = data.replace(/[ \t\n\r\f]+/g, ' ').replace(/x-worn(\s*)=/g, 'style$1=').replace(/\bx-on(\w+\s*)=/g, 'on$1=');
    if (!text) return;
    this.text.seen ||= !NOTHING.test(text);
    // Headings are bold by themselves.
    this.text.made += wrapped(escaped(text), this.text.tag === 'p' ? marks : { ...marks, strong: false });
  }

  element(node, outer) {
    const name = node.localName.toLowerCase();
    const style = styleOf(node);
    if (isDropped(node, name, style)) return;
    const marks = this.marks(node, name, style, outer);
    if (name === 'br') this.text.made += wrapped('<br>', marks);
    else if (/^(p|h[1-6]|caption)$/.test(name)) this.paragraph(node, name, style, marks);
    else if (node.querySelector(':scope > li[data-aria-level]')) this.itemsWithLevels(node, name, marks);
    else if (name === 'ul' || name === 'ol') this.container(node, name, marks, (inner) => inner.items(node, marks), name === 'ol' ? { start: startOf(node) } : {});
    else if (name === 'li') this.container(node, 'ul', marks, (inner) => inner.items({ childNodes: [node] }, marks));
    else if (name === 'blockquote') this.container(node, name, marks, (inner) => inner.take(node.childNodes, marks).end());
    else if (name === 'table') this.table(node, marks);
    else if (BREAKS_TEXT.has(name)) this.apart(() => this.within(node, () => this.take(node.childNodes, marks)));
    else this.take(node.childNodes, marks);
  }

  marks(node, name, style, outer) {
    const marks = { ...outer };
    const weight = style['font-weight'];
    const plain = /^(normal|[1-5]00)$/.test(weight ?? '');
    if (MARK_OF[name] && !(name === 'b' && plain)) marks[MARK_OF[name]] = true;
    if (/^(bold|bolder|[6-9]00)$/.test(weight ?? '')) marks.strong = true;
    else if (plain && name === 'span') delete marks.strong;
    if (/^(italic|oblique)/.test(style['font-style'] ?? '')) marks.em = true;
    else if (style['font-style'] === 'normal' && name === 'span') delete marks.em;
    if (/^su(b|per)$/.test(style['vertical-align'] ?? '')) marks[style['vertical-align'].slice(0, 3)] = true;
    const href = name === 'a' ? address(node.getAttribute('href') ?? '') : '';
    if (href) marks.a = href;
    const inline = !BREAKS_TEXT.has(name) && !/^(p|h\d|ul|ol|li|table|blockquote|caption)$/.test(name);
    if (inline) this.passage(node, marks);
    return marks;
  }

  // Language and direction of a passage, where they are not those of the text around it.
  passage(node, marks) {
    const { lang, dir } = this.tongue(node);
    const around = marks.span ?? { lang: this.lang, dir: this.dir };
    if ((lang && !sameLanguage(lang, around.lang ?? '')) || (dir && dir !== around.dir)) {
      marks.span = { lang: lang ?? around.lang, dir: dir ?? around.dir };
      const home = sameLanguage(marks.span.lang ?? '', this.lang ?? '') && marks.span.dir === this.dir;
      if (home) delete marks.span;
    }
  }

  tongue(node) {
    const told = node.getAttribute('lang') ?? node.getAttribute('xml:lang') ?? '';
    const lang = isTag(told) && told.toLowerCase() !== 'x-none' ? usual(told) : null;
    const way = (node.getAttribute('dir') ?? '').toLowerCase();
    const dir = way === 'ltr' || way === 'rtl' ? way : null;
    return { lang, dir: dir ?? (lang ? direction(lang) : null) };
  }

  // Language and direction of everything in `node`, while `action` runs; texts say it where it is not the field's.
  within(node, action) {
    const [lang, dir] = [this.lang, this.dir];
    const told = this.tongue(node);
    Object.assign(this, { lang: told.lang ?? lang, dir: told.dir ?? dir });
    action();
    Object.assign(this, { lang, dir });
  }

  get foreign() {
    return {
      ...(sameLanguage(this.lang ?? '', this.home.lang ?? '') ? {} : { lang: this.lang }),
      ...(this.dir === this.home.dir ? {} : { dir: this.dir }),
    };
  }

  // What stands in a block of its own.
  apart(action) {
    const { tag, attributes } = this.text;
    this.end();
    action();
    this.end(tag, attributes);
  }

  end(tag = 'p', attributes = {}) {
    const { text } = this;
    if (text.seen) this.add(`<${text.tag}${written(text.attributes)}>${text.made}</${text.tag}>`);
    this.text = { tag, attributes, made: '', seen: false };
    return this;
  }

  add(block) {
    this.closeLists(0);
    this.blocks.push(block);
  }

  inner(more = {}) {
    return new Flow(this.home, this.levels, { depth: this.depth + 1, lang: this.lang, dir: this.dir, ...more });
  }

  container(node, tag, marks, fill, attributes = {}) {
    this.apart(() => this.within(node, () => {
      if (this.depth >= DEEPEST) {
        this.take(node.childNodes, marks);
        return;
      }
      const inner = this.inner();
      fill(inner);
      if (inner.blocks.length) this.add(`<${tag}${written(attributes)}>${inner.finished()}</${tag}>`);
    }));
  }

  finished() {
    this.end();
    this.closeLists(0);
    return this.blocks.join('');
  }

  items(list, marks) {
    const made = [];
    for (const child of list.childNodes) {
      const name = child.localName?.toLowerCase() ?? '';
      if (child.nodeType !== 1 && child.nodeType !== 3) continue;
      const inner = this.inner();
      if (name === 'li') {
        if (isDropped(child, name, styleOf(child))) continue;
        inner.within(child, () => inner.take(child.childNodes, inner.marks(child, name, {}, marks)));
      } else inner.take([child], marks);
      const inside = inner.finished();
      if (inside && made.length && (name === 'ul' || name === 'ol')) made[made.length - 1] += inside;
      else if (inside) made.push(inside);
    }
    this.blocks = made.map((each) => `<li>${each}</li>`);
  }

  paragraph(node, name, style, marks) {
    const { tag } = this.text;
    const list = /l(\d+) level(\d+)/.exec(style['mso-list'] ?? '');
    if (list && this.depth < DEEPEST) {
      this.end();
      const level = Number(list[2]);
      this.listParagraph(node, { list: list[1], level, ...this.levels.ofWord(list[1], level, node) }, marks);
      return;
    }
    const plainly = name === 'caption' || name === 'p';
    const title = name === 'p' && /\bMso(Title|Heading\d?)\b/.test(node.className);
    this.apart(() => this.within(node, () => {
      if (title) this.text.tag = 'h3';
      else if (plainly) this.text.tag = name === 'p' && tag !== 'p' ? tag : 'p';
      else this.text.tag = this.levels(Number(name[1]));
      this.text.attributes = this.foreign;
      this.take(node.childNodes, marks);
    }));
  }

  // Word in a browser makes a list of its own for each item, and tells the item's level.
  itemsWithLevels(node, tag, marks) {
    this.end();
    for (const item of node.children) {
      const level = Math.max(1, Number(item.getAttribute('data-aria-level')) || 1);
      this.listParagraph(item, { list: 'levels', level, tag, start: startOf(node) ?? 1 }, marks);
    }
  }

  // A paragraph that is an item: lists are opened and closed to its level.
  listParagraph(node, { list, level, tag, start }, marks) {
    const inner = this.inner();
    inner.within(node, () => {
      inner.text.attributes = inner.foreign;
      inner.take(node.childNodes, marks);
    });
    const inside = inner.finished();
    if (!inside) return;
    const depth = Math.min(level, Math.ceil((DEEPEST - this.depth) / 2));
    const open = this.lists[depth - 1];
    this.closeLists(open && open.tag === tag && open.list === list ? depth : depth - 1);
    while (this.lists.length < depth) this.lists.push({ tag, list, start: this.lists.length === depth - 1 ? start : 1, items: [] });
    this.lists[depth - 1].items.push(inside);
  }

  closeLists(depth) {
    while (this.lists.length > depth) {
      const { tag, start, items } = this.lists.pop();
      if (!items.length) continue;
      const made = `<${tag}${written({ start: start > 1 ? start : null })}>${items.map((each) => `<li>${each}</li>`).join('')}</${tag}>`;
      const parent = this.lists.findLast((each) => each.items.length);
      if (parent) parent.items[parent.items.length - 1] += made;
      else this.blocks.push(made);
    }
  }

  table(node, marks) {
    this.apart(() => this.within(node, () => {
      const rows = [...node.rows].filter((row) => !isDropped(row, 'tr', styleOf(row)));
      const isHead = (row) => row.parentNode.localName === 'thead' || row.hasAttribute('data-head');
      const [head, body] = [rows.filter(isHead), rows.filter((row) => !isHead(row))];
      const caption = node.caption ? this.inner().take(node.caption.childNodes, marks) : null;
      const words = caption?.finished().replace(/<\/(p|h3|h4|li)>(?=.)/g, '<br>').replace(/<\/?(p|h3|h4|ul|ol|li|blockquote|table|t\w+)\b[^>]*>/g, '');
      if (this.depth >= DEEPEST - 4 || !rows.length) {
        this.take(node.childNodes, marks);
        return;
      }
      const lines = [head, body].map((part) => part.map((row) => this.row(row, marks)).join(''));
      if (NOTHING.test(`${words ?? ''}${lines.join('').replace(/<[^>]*>/g, '')}`)) return;
      this.add(`<table>${words ? `<caption>${words}</caption>` : ''}${lines[0] && `<thead>${lines[0]}</thead>`}${lines[1] && `<tbody>${lines[1]}</tbody>`}</table>`);
    }));
  }

  row(row, marks) {
    const cells = [...row.cells].map((cell) => {
      const name = cell.localName;
      const inner = this.inner({ depth: this.depth + 4 });
      inner.within(cell, () => inner.take(cell.childNodes, inner.marks(cell, 'td', name === 'td' ? styleOf(cell) : {}, marks)));
      const { colSpan, rowSpan } = cell;
      const attributes = { colspan: colSpan > 1 && colSpan < 100 ? colSpan : '', rowspan: rowSpan > 1 && rowSpan < 100 ? rowSpan : '' };
      const scope = name === 'th' && /^(row|col)(group)?$/.test(cell.getAttribute('scope') ?? '') ? cell.getAttribute('scope') : '';
      return `<${name}${written({ ...attributes, scope })}>${inner.finished()}</${name}>`;
    });
    return cells.length ? `<tr>${cells.join('')}</tr>` : '';
  }
}

function startOf(node) {
  const start = Number(node.getAttribute('start') ?? 1);
  return Number.isInteger(start) && start > 1 && start < 1000 ? start : null;
}

function wrapped(inside, marks) {
  return ORDER.filter((tag) => marks[tag]).reduceRight((made, tag) => {
    const attributes = tag === 'a' ? { href: marks.a } : tag === 'span' ? marks.span : {};
    return `<${tag}${written(attributes)}>${made}</${tag}>`;
  }, inside);
}

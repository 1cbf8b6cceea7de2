// The plain text of canonical markup, as domain/rich_text.py has it, and where its characters stand in a document. The
// plain field under the editor holds it; the caret and what was typed there before the editor came are carried over.

import { Fragment, Slice } from 'prosemirror-model';
import { schema } from './schema.js';

const PARTS = new Set('p h3 h4 blockquote table ul ol'.split(' '));
const SIGNS = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: '\u00a0' };
const DASH = '\n- ';

// Pieces of text; `typed` where somebody wrote them, so that a dash before an item is none.
function* pieces(markup) {
  let last = '';
  for (const [, close, tag, text] of markup.matchAll(/<(\/?)(\w+)[^>]*>|([^<]+)/g)) {
    const made = text === undefined ? between(close, tag, last) : text.replace(/&(\w+);/g, (_, name) => SIGNS[name]);
    if (made !== null) yield { text: made, typed: text !== undefined };
    if (made !== null) last = made;
  }
}

function between(close, tag, last) {
  if (tag === 'br') return '\n';
  if (PARTS.has(tag)) return !close && last === DASH ? '' : '\n\n';
  if (tag === 'li') return close ? null : DASH;
  if (tag === 'tr') return close ? null : '\n';
  if (tag === 'caption') return close ? '\n' : null;
  return close && (tag === 'td' || tag === 'th') ? '\t' : null;
}

// The text, and for each character whether somebody wrote it.
function read(markup) {
  let text = '';
  let typed = '';
  for (const piece of pieces(markup)) {
    text += piece.text;
    typed += (piece.typed ? '1' : '0').repeat(piece.text.length);
  }
  const drop = (pattern) => {
    for (const found of [...text.matchAll(pattern)].reverse()) {
      text = text.slice(0, found.index) + text.slice(found.index + found[0].length);
      typed = typed.slice(0, found.index) + typed.slice(found.index + found[0].length);
    }
  };
  drop(/[ \t]+(?=\n|$)|(?<=\n)[ \t]+|^[ \t]+/g);
  drop(/(?<=\n\n)\n+|^\n+|\n+$/g);
  return { text, typed };
}

export const plain = (markup) => read(markup).text;

const BLANK = /\s/;

// How many characters of words stand before an offset, and what blanks follow the last of them.
function before(markup, offset) {
  const { text, typed } = read(markup);
  let count = 0;
  let blanks = 0;
  let newBlock = false;
  for (let at = 0; at < Math.min(offset, text.length); at += 1) {
    if (typed[at] === '1' && !BLANK.test(text[at])) [count, blanks, newBlock] = [count + 1, 0, false];
    else if (text[at] === '\n' || text[at] === '\t') newBlock = true;
    else if (typed[at] === '1') blanks += 1;
  }
  return { count, blanks, newBlock };
}

// The place in a document that an offset in its plain text means.
export function position(doc, markup, offset) {
  const { count, blanks, newBlock } = before(markup, offset);
  let passed = 0;
  let found = null;
  doc.descendants((node, start) => {
    if (!node.isText || found !== null) return found === null;
    for (let at = 0; at < node.text.length; at += 1) {
      if (BLANK.test(node.text[at])) continue;
      if (passed === count && (newBlock || !count)) found ??= start + at;
      if (found !== null) return false;
      passed += 1;
      if (passed === count && !newBlock) {
        found = start + at + 1 + leadingBlanks(node.text.slice(at + 1), blanks);
        return false;
      }
    }
    return true;
  });
  return found ?? end(doc);
}

const leadingBlanks = (text, most) => Math.min(most, text.length - text.trimStart().length);

// Blocks from plain text: blank lines part paragraphs, single line ends are breaks.
export function paragraphs(text) {
  return text.replace(/\r\n?/g, '\n').split(/\n\s*\n/).map((part) => {
    const lines = part.split('\n').flatMap((line, place) => [
      ...(place ? [schema.node('line_break')] : []), ...(line ? [schema.text(line)] : []),
    ]);
    return schema.node('paragraph', null, lines);
  });
}

export const asSlice = (text) => new Slice(Fragment.from(paragraphs(text)), 1, 1);

// Carries a change of the plain text over into the document: only what is between its first and last difference.
export function carryOver(tr, markup, old, now) {
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let same = 0;
  while (same < Math.min(old.length, now.length) - start && old.at(-1 - same) === now.at(-1 - same)) same += 1;
  const from = position(tr.doc, markup, start);
  const to = Math.max(from, same ? position(tr.doc, markup, old.length - same) : end(tr.doc));
  const added = now.slice(start, now.length - same);
  return added.includes('\n') ? tr.replace(from, to, asSlice(added)) : tr.insertText(added, from, to);
}

function end(doc) {
  let found = 1;
  doc.descendants((node, start) => {
    if (node.isTextblock) found = start + 1 + node.content.size;
  });
  return found;
}

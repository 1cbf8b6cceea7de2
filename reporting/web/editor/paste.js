// Cleans what is pasted before it is parsed: from word processors, spreadsheets and web pages, friendly or not.

import { Flow } from './flow.js';

// Word says of its lists in a style sheet: @list l0:level1 { mso-level-number-format:bullet; … }
function wordLists(html) {
  const found = new Map();
  for (const [, list, level, rules] of html.matchAll(/@list\s+l(\d+):level(\d+)[^{]{0,40}\{([^}]{0,2000})\}/g)) {
    const format = /mso-level-number-format:\s*([\w-]+)/.exec(rules)?.[1];
    const start = Number(/mso-level-start-at:\s*(\d+)/.exec(rules)?.[1] ?? 1);
    found.set(`${list} ${level}`, { tag: format === 'bullet' || format === 'image' ? 'ul' : 'ol', start });
  }
  return found;
}

// Without a style sheet the sign before the text tells: "1." and "a)" count, anything else is a bullet.
function bySign(node) {
  const sign = [...node.querySelectorAll('[x-worn]')].find((each) => /mso-list:\s*Ignore/.test(each.getAttribute('x-worn')));
  const text = (sign?.textContent ?? '').replace(/[\s\u00a0]/g, '');
  return { tag: /^\(?(\d+|[a-z]|[ivxlcdm]+)[.)]/i.test(text) ? 'ol' : 'ul', start: 1 };
}

// One walk through the text, however many style sheets are opened in it.
function withoutStyleSheets(html) {
  const ends = /<\/style\s*>/gi;
  const starts = /<style[\s>/]/gi;
  let made = '';
  let from = 0;
  for (let start = starts.exec(html); start; start = starts.exec(html)) {
    ends.lastIndex = start.index;
    const end = ends.exec(html);
    if (!end) break;
    made += html.slice(from, start.index);
    from = starts.lastIndex = ends.lastIndex;
  }
  return made + html.slice(from);
}

// Attributes with styles and handlers and elements that speak for the whole page are renamed in the string, and style
// sheets are cut out of it: a page that is parsed inherits the policy of ours, and each would be reported as a break of it.
function disarmed(html) {
  return withoutStyleSheets(html)
    .replace(/<(\/?)(style|base|meta)\b/gi, '<$1x-$2')
    .replace(/\bstyle(\s*)=/gi, 'x-worn$1=')
    .replace(/\bon(\w+\s*)=/gi, 'x-on$1=');
}

// A text has two levels of headings: the highest that was copied, and those below it.
function headingLevels(body) {
  const found = [...body.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((each) => Number(each.localName[1]));
  const highest = Math.min(...found);
  return (level) => (highest > 3 || level !== highest ? 'h4' : 'h3');
}

// Canonical blocks from foreign markup. `home` is the language and direction of the field.
export function clean(html, home) {
  const lists = wordLists(html);
  const { body } = new DOMParser().parseFromString(disarmed(html), 'text/html');
  const levels = headingLevels(body);
  levels.ofWord = (list, level, node) => lists.get(`${list} ${level}`) ?? bySign(node);
  return new Flow(home, levels).take(body.childNodes, {}).finished();
}

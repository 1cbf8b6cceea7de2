// Counts words while they are typed: <textarea data-words="id of the counter">. The rule is that of domain/words.py.

const HALF = '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3134f}';
const HALF_WORD = new RegExp(`[${HALF}]`, 'gu');
const WORD = new RegExp(`(?![${HALF}])[\\p{L}\\p{N}](?:(?![${HALF}])[\\p{L}\\p{N}\\p{M}_'’.,\\u00ad\\u200c\\u200d-])*`, 'gu');

export function countWords(text) {
  const halves = text.match(HALF_WORD)?.length ?? 0;
  return (text.match(WORD)?.length ?? 0) + Math.ceil(halves / 2);
}

const digits = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`);

function watch(control) {
  const counter = document.getElementById(control.dataset.words);
  if (!counter) return;
  const shown = counter.querySelector('[data-count]');
  const note = counter.querySelector('[data-over-note]');
  const limit = Number(counter.dataset.max) || Infinity;
  control.addEventListener('input', () => {
    const words = countWords(control.value);
    shown.textContent = digits.format(words);
    counter.toggleAttribute('data-over', words > limit);
    note.hidden = words <= limit;
  });
}

document.querySelectorAll('[data-words]').forEach(watch);

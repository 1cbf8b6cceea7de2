// Language tags: which may be written down, and which way their languages run. The rules of domain/languages.py.

const RTL_SCRIPTS = new Set('Arab Hebr Thaa Syrc Nkoo Adlm Rohg Mand Samr'.split(' '));
const RTL_LANGUAGES = new Set('ar arc ckb dv fa he ks nqo pnb ps sd syr ug ur yi'.split(' '));
const TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/;

export const isTag = (tag) => TAG.test(tag);

export function direction(tag) {
  const parts = tag.split('-');
  const script = parts.slice(1).find((part) => /^[A-Za-z]{4}$/.test(part));
  if (script) return RTL_SCRIPTS.has(script[0].toUpperCase() + script.slice(1).toLowerCase()) ? 'rtl' : 'ltr';
  return RTL_LANGUAGES.has(parts[0].toLowerCase()) ? 'rtl' : 'ltr';
}

// Word writes EN-GB where everybody else writes en-GB.
export function usual(tag) {
  const [language, ...rest] = tag.split('-');
  return [language.toLowerCase(), ...rest.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join('-');
}

export const sameLanguage = (one, other) => one.split('-')[0].toLowerCase() === other.split('-')[0].toLowerCase();

// An option that excludes all others takes their ticks away, and they its: <input type="checkbox" data-exclusive>.

document.addEventListener('change', ({ target }) => {
  if (target.type !== 'checkbox' || !target.checked) return;
  const all = target.closest('fieldset')?.querySelectorAll(`[type=checkbox][name="${CSS.escape(target.name)}"]`) ?? [];
  for (const each of all) {
    if (each !== target && ('exclusive' in target.dataset || 'exclusive' in each.dataset)) each.checked = false;
  }
});

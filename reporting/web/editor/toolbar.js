// The row of buttons over a text: one stop for Tab, arrow keys inside, as toolbars are used by keyboard.

import { isInTable } from 'prosemirror-tables';
import { COMMANDS } from './commands.js';
import { askForLanguage, askForLink, isForeign, isLinked } from './dialogs.js';

export class Toolbar {
  // `bar` is a copy of the template's; `dialogs` are the page's.
  constructor(bar, dialogs) {
    this.bar = bar;
    this.buttons = [...bar.querySelectorAll('button')];
    this.table = bar.querySelector('[data-in-table]');
    this.actions = {
      ...COMMANDS,
      link: { run: this.opener(askForLink, dialogs.link), on: isLinked },
      language: { run: this.opener(askForLanguage, dialogs.language), on: isForeign },
    };
    this.stop = this.buttons[0];
    bar.addEventListener('click', (event) => this.press(event.target.closest('button')));
    bar.addEventListener('keydown', (event) => this.key(event));
    bar.addEventListener('focusin', (event) => this.stopAt(event.target));
    // The text keeps the focus and its selection when a button is pressed with a pointer.
    bar.addEventListener('mousedown', (event) => event.preventDefault());
    this.stopAt(this.stop);
  }

  opener(ask, dialog) {
    return (state, dispatch, view) => {
      if (dispatch) ask(dialog, view);
      return true;
    };
  }

  attach(view) {
    this.view = view;
    this.update(view.state);
  }

  press(button) {
    if (!button || button.getAttribute('aria-disabled') === 'true') return;
    const { view } = this;
    const keyboard = this.bar.contains(document.activeElement);
    this.actions[button.dataset.do].run(view.state, view.dispatch, view);
    const gone = button.closest('[hidden]');
    if ((!keyboard || gone) && !document.querySelector('dialog:modal')) view.focus();
  }

  // What is pressed, what cannot be done here, and the buttons for tables while the caret is in one.
  update(state) {
    this.table.hidden = !isInTable(state) && !COMMANDS.caption.on(state);
    for (const button of this.buttons) {
      const action = this.actions[button.dataset.do];
      if (action.on) button.setAttribute('aria-pressed', String(Boolean(action.on(state))));
      const able = action.run(state, null, this.view);
      if (able) button.removeAttribute('aria-disabled');
      else button.setAttribute('aria-disabled', 'true');
    }
    if (this.stop.closest('[hidden]')) this.stopAt(this.buttons[0]);
  }

  stopAt(button) {
    this.stop = button;
    for (const each of this.buttons) each.tabIndex = each === button ? 0 : -1;
  }

  key(event) {
    const shown = this.buttons.filter((each) => !each.closest('[hidden]'));
    const at = shown.indexOf(this.stop);
    const forward = getComputedStyle(this.bar).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const steps = { [forward]: at + 1, [forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft']: at - 1, Home: 0, End: shown.length - 1 };
    if (event.key === 'Escape') this.view.focus();
    else if (event.key in steps && !event.ctrlKey && !event.metaKey && !event.altKey) {
      shown[(steps[event.key] + shown.length) % shown.length].focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  focus() {
    this.stop.focus();
  }
}

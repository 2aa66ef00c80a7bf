// A form whose answer came with the address is sent at once: one click in a letter is one click. Without this file its button does it.
const form = document.querySelector('form[data-send-at-once]');
const chosen = form?.querySelector('button[data-chosen]');
if (chosen) form.requestSubmit(chosen);

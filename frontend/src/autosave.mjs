// What Wagtail's workflow-action.js adds to the edit form when a decision is taken, before the form is sent.
const DECISION = '[name="action-workflow-action"], [name="workflow-action-name"], [name="workflow-action-extra-data"]'

function removeDecision (form) {
  form.querySelectorAll(DECISION).forEach(field => field.remove())
}

// In milliseconds: a second press within this is half of a double click.
const DOUBLE_CLICK = 1000

/**
 * Stop Wagtail's autosave for a form that has been sent, and send it once for a double click.
 *
 * Until the answer is there, autosave would take the fields of the decision for something that was typed, and send them
 * once more. The server refuses that as well (board/publishing/middleware.py). Who stops the browser and types again
 * has not decided: the fields go, and autosave goes on.
 */
export function keepActionsOutOfAutosave (document) {
  // When each form was sent.
  const sent = new WeakMap()

  function goOn (form) {
    if (form && sent.delete(form)) removeDecision(form)
  }

  document.addEventListener('submit', event => {
    const form = event.target
    if (event.defaultPrevented || !form.matches('[data-edit-form]')) return
    if (event.timeStamp - sent.get(form) < DOUBLE_CLICK) return event.preventDefault()
    sent.set(form, event.timeStamp)
    if (event.submitter && !event.submitter.hasAttribute('data-workflow-action-name')) removeDecision(form)
  })
  document.addEventListener('w-autosave:save', event => {
    const form = event.target
    // A decision with a comment is sent by a script, without a submit event.
    if (form.querySelector(DECISION) && !sent.has(form)) sent.set(form, event.timeStamp)
    if (sent.has(form)) event.preventDefault()
  })
  document.addEventListener('input', event => {
    if (event.isTrusted) goOn(event.target.closest('[data-edit-form]'))
  })
  window.addEventListener('pageshow', event => {
    if (event.persisted) document.querySelectorAll('[data-edit-form]').forEach(goOn)
  })
}

import { ExitThisPage } from 'govuk-frontend'

/**
 * Govuk-frontend's way out, which leaves nothing for Back to return to.
 *
 * Theirs goes to the new address as a link does, so that one press of Back shows the page again. Ours puts the new
 * address in this page's place in the history. Pages that were read before it stay there; /hide-your-visit/ says so.
 */
export class LeaveThisPage extends ExitThisPage {
  exitPage () {
    document.body.classList.add('govuk-exit-this-page-hide-content')
    this.$overlay = document.createElement('div')
    this.$overlay.className = 'govuk-exit-this-page-overlay'
    this.$overlay.setAttribute('role', 'alert')
    document.body.append(this.$overlay)
    this.$overlay.textContent = document.title = this.i18n.t('activated')
    window.location.replace(this.$button.href)
  }
}

/**
 * Follow a link to a place on this page without an entry of its own in the history.
 *
 * A jump, such as the one past the header, is otherwise one more entry of the same page, and Back would show the page
 * that was left.
 */
export function jumpWithoutTrace (event) {
  const link = event.target.closest('a[href^="#"]')
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
  if (link && isPlain) {
    event.preventDefault()
    window.location.replace(link.hash)
  }
}

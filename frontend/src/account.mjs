// The pages of sign-in. django-allauth's own scripts speak to the browser of passkeys, and tell the document of errors.

const ERRORS = {
  NotAllowedError: 'That was cancelled or took too long. Try again, or choose another way.',
  InvalidStateError: 'This device has a passkey for your account already.',
  SecurityError: 'Passkeys do not work at this address. Open the site by its usual name.'
}
const OTHER_ERROR = 'The passkey could not be used. Load the page again, or choose another way.'

function csrfCookie () {
  return document.cookie.split('; ').find(cookie => cookie.startsWith('csrftoken='))?.slice('csrftoken='.length)
}

/** Show what needs a passkey only in a browser that has them, and say what went wrong with one. */
function showPasskeys () {
  if (!window.PublicKeyCredential) return
  for (const form of document.querySelectorAll('form[data-passkey]')) form.hidden = false
  document.addEventListener('allauth.error', event => {
    event.preventDefault()
    const place = document.querySelector('[data-passkey-error]')
    if (place) place.textContent = ERRORS[event.detail.exception?.name] ?? OTHER_ERROR
  })
}

/** A sign-in in another tab has renewed the token without which a form that was kept here would be refused. */
function renewTokenOnSending () {
  document.querySelector('form[data-send-again]')?.addEventListener('submit', event => {
    const token = csrfCookie()
    if (token) event.target.elements.csrfmiddlewaretoken.value = token
  })
}

function offerRecoveryCodes () {
  const codes = document.querySelector('[data-recovery-codes]')
  if (!codes) return
  const actions = document.querySelector('[data-recovery-actions]')
  actions.hidden = false
  actions.querySelector('[data-print]').addEventListener('click', () => window.print())
  actions.querySelector('[data-download]').addEventListener('click', event => {
    const lines = [...codes.children].map(code => code.innerText.trim())
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([lines.join('\r\n') + '\r\n'], { type: 'text/plain' }))
    link.download = event.target.dataset.download
    link.click()
    URL.revokeObjectURL(link.href)
  })
}

showPasskeys()
renewTokenOnSending()
offerRecoveryCodes()

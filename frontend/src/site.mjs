import { jumpWithoutTrace, LeaveThisPage } from './leave.mjs'

// Govuk-frontend's components ask for this class; a browser that runs a module has all that they need.
document.body.classList.add('govuk-frontend-supported')

for (const root of document.querySelectorAll('[data-module="govuk-exit-this-page"]')) {
  new LeaveThisPage(root, {
    i18n: {
      activated: 'Leaving',
      timedOut: 'You are staying on this page.',
      pressTwoMoreTimes: 'Shift: press it 2 more times to leave this page.',
      pressOneMoreTime: 'Shift: press it once more to leave this page.'
    }
  })
}

document.addEventListener('click', jumpWithoutTrace)

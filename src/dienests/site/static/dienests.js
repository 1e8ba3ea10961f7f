// Adds comfort where scripts run; every page and every form works without it.
document.body.classList.add('govuk-frontend-supported')

// Radios and checkboxes stay out: our style sheet folds their conditional questions by itself, and the script would
// set aria-expanded on radios, which they may not have. Skip link and plain buttons work by themselves as well.
const parts = {
  'govuk-button': 'Button',
  'govuk-character-count': 'CharacterCount',
  'govuk-error-summary': 'ErrorSummary',
  'govuk-notification-banner': 'NotificationBanner',
  'govuk-password-input': 'PasswordInput',
  'govuk-tabs': 'Tabs',
}
const plain = 'button[data-module="govuk-button"]:not([data-prevent-double-click])'
const needed = Object.keys(parts).filter((name) => document.querySelector(`[data-module="${name}"]:not(${plain})`))

// Most public pages need none, and then load no further script.
if (needed.length) {
  const frontend = await import('./vendor/govuk-frontend/govuk-frontend.min.js')
  needed.forEach((name) => frontend.createAll(frontend[parts[name]]))
}

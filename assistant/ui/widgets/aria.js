// What Streamlit says of its own elements and would mislead a screen reader, put right as they come and go. React leaves
// these roles alone, since it never changes them.
const ROLES = [
  // Named, and said to be nothing: one screen reader says the name, the next skips it.
  ['[data-testid="stFileUploaderDropzone"]', "group"],
  // A calendar's head is no banner of the page.
  ['[data-testid="stDateInputCalendar"] header', "presentation"],
  // Why a file was not made, which goes again by itself.
  ['[data-testid="stDownloadButtonError"]', "alert"],
];

function mendRoles() {
  for (const [selector, role] of ROLES) {
    for (const element of document.querySelectorAll(selector)) {
      if (element.getAttribute("role") !== role) element.setAttribute("role", role);
    }
  }
}

// One observer for the page, however often the widget is made anew.
function keepRoles() {
  mendRoles();
  if (window.hoihopRoles) return;
  window.hoihopRoles = new MutationObserver(mendRoles);
  window.hoihopRoles.observe(document.body, { childList: true, subtree: true });
}

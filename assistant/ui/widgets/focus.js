// A dialog that one of its own buttons ends takes the focus with it; Streamlit gives it back after Escape alone. It goes to
// what had it before, unless that is gone or something else has taken it.
function keepFocus() {
  if (window.hoihopFocus) return;
  window.hoihopFocus = true;
  const dialog = '[role="dialog"]';
  let before = null;
  let open = false;
  document.addEventListener("focusin", ({ target }) => {
    // An open one keeps the focus by ends of its own, which stand outside of it.
    if (!document.querySelector(dialog)) before = target;
  });
  new MutationObserver(() => {
    const wasOpen = open;
    open = document.querySelector(dialog) !== null;
    if (open || !wasOpen) return;
    const last = before;
    hold(() => {
      if (document.activeElement === document.body && last?.isConnected) last.focus({ preventScroll: true });
    });
  }).observe(document.body, { childList: true, subtree: true });
}

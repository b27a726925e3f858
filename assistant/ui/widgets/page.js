// Tells the browser the page's language, and a screen reader what has just been answered.
// Of 128 random bits: it tells this browser's conversations from all others. Where nothing can be stored it lasts as
// long as the page.
function browserId() {
  const name = "hoihop-browser";
  const valid = (id) => /^[\w-]{22}$/.test(id ?? "");
  const stored = () => {
    try { return localStorage.getItem(name); } catch { return null; }
  };
  if (valid(stored())) return stored();
  if (!window.hoihopBrowser) {
    const bytes = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)));
    window.hoihopBrowser = btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }
  try { localStorage.setItem(name, window.hoihopBrowser); } catch { /* As said above. */ }
  return valid(stored()) ? stored() : window.hoihopBrowser;
}

export default inOrder((component) => {
  const { style } = document.documentElement;
  document.documentElement.lang = component.data.lang;
  const { announcement, words, ...shown } = component.data;
  sayWords(words);
  keepRoles();
  keepFocus();
  keepLooking(component);
  mount({ ...component, data: shown }, (root, data) => {
    const head = make("header", data.what ? "hh-app hh-welcome" : "hh-app");
    head.append(make("h1", "hh-app-name", data.name));
    if (data.what) head.append(make("p", "hh-app-what", data.what));
    root.append(head);
  });
  if (component.parentElement.hhBrowser === undefined) {
    component.parentElement.hhBrowser = browserId();
    component.setStateValue("browser", component.parentElement.hhBrowser);
  }
  // The theme's colours are known inside widgets only; the head of the drawer, which is none, needs these.
  const theme = getComputedStyle(component.parentElement.querySelector(":scope > .hh-root"));
  style.setProperty("--hh-page-background", theme.getPropertyValue("--st-background-color"));
  style.setProperty("--hh-page-line", theme.getPropertyValue("--hh-line"));
  style.setProperty("--hh-page-primary", theme.getPropertyValue("--st-primary-color"));
  style.setProperty("--hh-page-muted", theme.getPropertyValue("--hh-muted"));
  const { parentElement } = component;
  let live = parentElement.querySelector(":scope > .hh-live");
  if (!live) {
    live = make("div", "hh-live hh-hidden");
    live.setAttribute("role", "status");
    parentElement.append(live);
  }
  if (live.textContent !== announcement) live.textContent = announcement;
});

// Copying a citation: as formatted text, which Word pastes as such, and as Markdown.

const COPIED_MS = 2500;

// The clipboard's own interface is there on https and on this machine only. Elsewhere the old command still copies what
// its event is given; it wants something selected, and the focus comes back afterwards.
async function putOnClipboard(forms) {
  if (navigator.clipboard?.write && window.ClipboardItem) {
    try {
      const blobs = Object.entries(forms).map(([type, text]) => [type, new Blob([text], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    } catch { /* Not allowed here: the old command may be. */ }
  }
  const before = document.activeElement;
  const field = make("textarea", "hh-hidden");
  field.value = forms["text/plain"];
  field.setAttribute("aria-hidden", "true");
  const fill = (event) => {
    for (const [type, text] of Object.entries(forms)) event.clipboardData.setData(type, text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("copy", fill, { capture: true, once: true });
  (before?.closest("[role=dialog]") ?? document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  document.removeEventListener("copy", fill, { capture: true });
  before?.focus({ preventScroll: true });
  return done;
}

function copyLine(copy) {
  const line = make("div", "hh-copy");
  line.setAttribute("role", "group");
  line.setAttribute("aria-label", copy.group);
  const hint = make("span", "hh-copy-hint", copy.visible);
  hint.setAttribute("aria-hidden", "true");
  const status = make("span", "hh-copy-status");
  status.setAttribute("role", "status");
  let timer = 0;
  const tell = (shown, spoken) => {
    clearTimeout(timer);
    // Said again where it was said before.
    status.replaceChildren();
    timer = setTimeout(() => {
      if (shown) {
        const sign = make("span", null, shown);
        sign.setAttribute("aria-hidden", "true");
        status.replaceChildren(sign, make("span", "hh-hidden", spoken));
      } else {
        status.replaceChildren(spoken);
      }
      if (shown) timer = setTimeout(() => status.replaceChildren(), COPIED_MS);
    }, 50);
  };
  const action = (text, label, forms, spoken) => button("hh-link", text, async () => {
    if (await putOnClipboard(forms)) tell(`✓ ${copy.done}`, spoken);
    else tell(null, copy.failed);
  }, label);
  const formatted = { "text/html": copy.html, "text/plain": copy.plain };
  line.append(
    hint,
    action(copy.to_word, copy.to_word_label, formatted, copy.done_word),
    action(copy.to_markdown, copy.to_markdown_label, { "text/plain": copy.markdown }, copy.done_markdown),
    status,
  );
  return line;
}

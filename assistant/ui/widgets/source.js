export default function (component) {
  mount(component, (root, data, send) => {
    const head = make("header", "hh-source-head");
    const name = make("h3", "hh-source-name", data.name);
    name.dir = "auto";
    head.append(name);
    const facts = make("p", "hh-facts");
    for (const fact of data.facts) {
      const element = make("span", "hh-fact", fact);
      element.dir = "auto";
      facts.append(element);
    }
    head.append(facts);
    if (data.notice) head.append(make("p", "hh-notice", data.notice));
    const body = make("div", data.flow ? "hh-source hh-flow" : "hh-source");
    body.lang = data.lang;
    let focus = null;
    let edge = null;
    for (const block of data.blocks) {
      if (block.page) body.append(make("p", "hh-page", block.page));
      const element = make("div", `hh-block hh-${block.kind}`);
      appendLines(element, block.lines, true);
      if (block.target) {
        element.classList.add("hh-target");
        element.tabIndex = -1;
        element.setAttribute("role", "group");
        element.setAttribute("aria-label", data.label);
        focus = element;
      }
      if (block.edge) edge = element;
      body.append(element);
    }
    root.append(head);
    if (data.window) root.append(make("p", "hh-window", data.window));
    if (data.earlier) root.append(button("hh-more", data.earlier, () => send("turn", "earlier")));
    root.append(body);
    if (data.later) root.append(button("hh-more", data.later, () => send("turn", "later")));
    reveal(root, edge || focus, !edge);
  });
}

// The drawer slides in and moves the focus into itself, so its place and its focus are only ours once it stands still.
function reveal(root, element, takeFocus) {
  if (!element) return;
  let tries = 0;
  const settle = () => {
    if (!element.isConnected) return;
    element.scrollIntoView({ block: "center", behavior: "instant" });
    if (takeFocus && document.activeElement !== element) element.focus({ preventScroll: true });
    tries += 1;
    if (tries < 20) requestAnimationFrame(settle);
  };
  requestAnimationFrame(settle);
}

export default function (component) {
  mount(component, (root, data, send) => {
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
    if (data.window) root.append(make("p", "hh-window", data.window));
    if (data.earlier) root.append(button("hh-more", data.earlier, () => send("turn", "earlier")));
    root.append(body);
    if (data.later) root.append(button("hh-more", data.later, () => send("turn", "later")));
    const shown = edge || focus;
    if (!shown) return;
    hold(() => {
      shown.scrollIntoView({ block: "center", behavior: "instant" });
      if (!edge && document.activeElement !== focus) focus.focus({ preventScroll: true });
    });
  });
}

// Each file keeps its element while its state changes, so that a screen reader hears what is new and no more.
export default inOrder((component) => {
  const { parentElement, data } = component;
  let root = parentElement.querySelector(":scope > .hh-root");
  if (!root) {
    root = make("div", "hh-root");
    root.append(make("p", "hh-intake-progress"), make("ul", "hh-intake"));
    root.firstChild.setAttribute("role", "status");
    parentElement.append(root);
  }
  const [progress, list] = root.children;
  if (progress.textContent !== data.progress) progress.textContent = data.progress;
  list.toggleAttribute("data-running", data.running);
  while (list.children.length > data.files.length) list.lastChild.remove();
  data.files.forEach((file, number) => {
    const version = JSON.stringify(file);
    const item = list.children[number] ?? list.appendChild(make("li"));
    if (item.dataset.version === version) return;
    item.dataset.version = version;
    item.className = `hh-file hh-file-${file.kind}`;
    const name = make("span", "hh-file-name", file.name);
    name.dir = "auto";
    const text = make("span", "hh-file-text", file.text);
    if (file.kind === "error") text.setAttribute("role", "alert");
    item.replaceChildren(...(file.name ? [name, " "] : []), text);
    if (file.total) {
      const bar = make("progress", "hh-file-bar");
      Object.assign(bar, { max: file.total, value: file.done });
      bar.setAttribute("aria-label", file.name);
      item.append(bar);
    }
    if (file.facts.length) {
      const facts = make("span", "hh-facts");
      for (const fact of file.facts) facts.append(make("span", "hh-fact", fact));
      item.append(" ", facts);
    }
  });
});

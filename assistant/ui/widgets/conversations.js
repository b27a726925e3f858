// The reader's own time zone decides the day, which only the browser knows.
function day(time, lang) {
  const options = lang === "vi"
    ? { day: "2-digit", month: "2-digit", year: "numeric" }
    : { day: "numeric", month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(lang === "vi" ? "vi-VN" : "en-GB", options).format(new Date(time));
}

export default inOrder((component) => {
  mount(component, (root, data, send) => {
    const list = make("ul", "hh-conversations");
    const controls = new Map();
    const control = (action, entry, className, text, label) => {
      const element = button(className, text, () => {
        root.used = [action, entry.id];
        send(action, entry.id);
      }, label);
      controls.set(`${action} ${entry.id}`, element);
      return element;
    };
    for (const entry of data.conversations) {
      const item = make("li", "hh-conversation");
      const open = control("open", entry, "hh-conversation-open");
      if (entry.current) {
        item.classList.add("hh-current");
        open.setAttribute("aria-current", "page");
      }
      open.title = entry.name;
      const name = make("span", "hh-conversation-name", entry.name);
      name.dir = "auto";
      const facts = make("span", "hh-facts");
      facts.append(make("span", "hh-fact", day(entry.time, data.lang)));
      open.append(name, facts);
      item.append(
        open,
        control("rename", entry, "hh-remove hh-rename", "✎", entry.rename),
        control("delete", entry, "hh-remove", "×", entry.delete),
      );
      list.append(item);
    }
    root.append(list);
    // Drawn anew after a change, the button that led to it is another one: the focus must not be lost with the old.
    if (!root.used) return;
    const [action, id] = root.used;
    root.used = null;
    const next = controls.get(`${action} ${id}`) ?? list.querySelector("button");
    hold(() => {
      if (document.activeElement === document.body) next.focus({ preventScroll: true });
    });
  });
});

// A list in pages: how much it holds, and the buttons that turn its pages. After a turn its beginning comes into sight.
class Pages {
  constructor(turn) {
    this.count = make("p", "hh-shelf-count");
    this.count.setAttribute("role", "status");
    this.pager = make("nav", "hh-shelf-pager");
    const go = (by) => {
      this.turned = true;
      turn(this.page + by);
    };
    this.previous = button("hh-follow-button", null, () => go(-1));
    this.place = make("span", "hh-count");
    this.next = button("hh-follow-button", null, () => go(1));
    this.pager.append(this.previous, this.place, this.next);
  }

  show({ page, pages, summary, words }, root) {
    this.page = page;
    if (this.count.textContent !== summary) this.count.textContent = summary;
    this.pager.hidden = pages < 2;
    this.pager.setAttribute("aria-label", words.position);
    this.previous.textContent = words.previous;
    this.next.textContent = words.next;
    this.previous.disabled = page === 0;
    this.next.disabled = page + 1 >= pages;
    this.place.textContent = words.position;
    if (this.turned) root.scrollIntoView({ block: "start" });
    this.turned = false;
  }
}

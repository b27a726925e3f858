// A page's picture with the quoted passages boxed. `go` is called with the page to draw.
class PagePicture {
  constructor(words, pages, go) {
    Object.assign(this, { words, pages, page: null, ready: null });
    this.element = make("div", "hh-picture");
    const head = make("div", "hh-picture-head");
    this.label = make("span", "hh-count");
    this.previous = button("hh-step hh-previous", null, () => go(this.beside(-1)), words.previous_page);
    this.next = button("hh-step hh-next", null, () => go(this.beside(1)), words.next_page);
    this.previous.title = words.previous_page;
    this.next.title = words.next_page;
    this.zoom = button("hh-choice hh-zoom", words.zoom, () => this.enlarge());
    this.zoom.setAttribute("aria-pressed", "false");
    head.append(this.previous, this.label, this.next, this.zoom);
    this.notice = make("p", "hh-notice");
    this.sheet = make("div", "hh-sheet");
    this.view = make("div", "hh-sheet-view");
    this.view.tabIndex = 0;
    this.view.setAttribute("role", "region");
    this.view.setAttribute("aria-label", words.picture_region);
    this.view.append(this.sheet);
    this.element.append(head, this.notice, this.view);
  }

  // The page before or after, of all that the file has once that is known.
  beside(step) {
    const last = this.ready?.pages || this.pages[this.pages.length - 1].page;
    return Math.min(Math.max(this.page + step, 1), last);
  }

  wait(page) {
    this.page = page;
    if (this.ready?.page === page) return;
    this.label.textContent = this.words.drawing;
    this.view.setAttribute("aria-busy", "true");
  }

  show(picture, passage) {
    this.page = picture.page;
    this.view.removeAttribute("aria-busy");
    this.label.textContent = picture.label;
    this.notice.textContent = picture.notice || "";
    this.notice.hidden = !picture.notice;
    const last = picture.pages || picture.page;
    this.previous.disabled = picture.page <= 1;
    this.next.disabled = picture.page >= last;
    if (this.ready !== picture) {
      this.ready = picture;
      this.sheet.replaceChildren();
      if (picture.src) {
        const image = make("img", "hh-page-image");
        Object.assign(image, { src: picture.src, alt: picture.alt, width: picture.width, height: picture.height });
        this.sheet.append(image);
      }
      for (const box of picture.boxes) {
        const element = make("div", `hh-box hh-box-${box.kind}`);
        element.dataset.passage = box.passage;
        for (const side of ["left", "top", "width", "height"]) element.style[side] = `${box[side]}%`;
        this.sheet.append(element);
      }
      this.view.scrollTop = 0;
    }
    this.point(passage);
  }

  enlarge() {
    const large = this.sheet.classList.toggle("hh-large");
    this.zoom.setAttribute("aria-pressed", String(large));
    this.point(Number(this.sheet.querySelector(".hh-active")?.dataset.passage ?? -1));
  }

  // Tells the passage that is looked at from the others, and brings it into sight.
  point(passage) {
    let first = null;
    for (const box of this.sheet.querySelectorAll(".hh-box")) {
      const active = Number(box.dataset.passage) === passage;
      box.classList.toggle("hh-active", active);
      if (active && !first) first = box;
    }
    if (!first) return;
    const view = this.view.getBoundingClientRect();
    const box = first.getBoundingClientRect();
    if (box.top < view.top || box.bottom > view.bottom) this.view.scrollTop += box.top - view.top - view.height / 3;
    if (box.left < view.left || box.right > view.right) this.view.scrollLeft += box.left - view.left - 16;
  }
}

// The drawer's text and pages: the runs near the reader, the quoted passages, what is found, and the page pictures. What
// is wanted of the server is one state, `want`, which it answers with new data.

const PATIENCE_MS = 4000;

class Reader {
  constructor(root, data) {
    Object.assign(this, { root, data, words: data.words, passage: data.opened ?? -1, match: -1, query: "" });
    Object.assign(this, { page: null, missing: [], waiting: null, number: data.answered, pictured: false });
    this.bar = make("div", "hh-bar");
    this.status = make("div", "hh-hidden");
    this.status.setAttribute("role", "status");
    this.place = make("span", "hh-place");
    this.view = make("div", data.flow ? "hh-source hh-flow" : "hh-source");
    this.view.lang = data.lang;
    this.view.tabIndex = 0;
    this.view.setAttribute("role", "region");
    this.view.setAttribute("aria-label", this.words.text_region);
    this.finding = new Finding(this.words, (query) => this.find(query), (step) => this.stepMatch(step));
    this.addPassages();
    this.bar.append(this.finding.element);
    this.addSwitch();
    this.bar.append(this.place, this.status);
    root.append(this.bar, this.view);
    if (this.picture) root.append(this.picture.element);
    this.fit();
    new ResizeObserver(() => this.fit()).observe(document.documentElement);
    new ResizeObserver(() => this.fit()).observe(this.bar);
    // The name and what is told of the document stand above, and on a slow machine grow after all is drawn.
    const column = root.closest("[data-testid=stVerticalBlock]");
    if (column) new ResizeObserver(() => this.fit()).observe(column);
    const draw = (block) => this.drawBlock(block);
    this.runs = new Runs(this.view, data.sizes, draw, (runs) => this.need(runs), () => this.tellPlace());
    root.closest("[role=dialog]")?.addEventListener("keydown", (event) => this.pressed(event));
    this.take(data);
    if (this.passage >= 0) this.open();
    else hold(() => this.fit());
  }

  // --- the toolbar

  addPassages() {
    if (!this.data.passages.length) return;
    const { passages, previous_passage: previous, next_passage: next } = this.words;
    this.passages = stepper("hh-passages", { previous, next }, (step) => this.stepPassage(step));
    this.passages.group.setAttribute("role", "group");
    this.passages.group.setAttribute("aria-label", passages);
    this.passages.previous.setAttribute("aria-keyshortcuts", "Alt+ArrowUp");
    this.passages.next.setAttribute("aria-keyshortcuts", "Alt+ArrowDown");
    this.bar.append(this.passages.group);
    this.tellPassage(false);
  }

  addSwitch() {
    if (!this.data.pages.length) return;
    this.picture = new PagePicture(this.words, this.data.pages, (page) => this.showPage(page));
    this.picture.element.hidden = true;
    const group = make("div", "hh-switch");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", this.words.view);
    this.toText = button("hh-choice", this.words.text, () => this.showText());
    this.toPicture = button("hh-choice", this.words.picture, () => this.showPage(this.pageInView()));
    this.toText.setAttribute("aria-pressed", "true");
    this.toPicture.setAttribute("aria-pressed", "false");
    group.append(this.toText, this.toPicture);
    this.bar.append(group);
  }

  pressed(event) {
    const { key, altKey, ctrlKey, metaKey } = event;
    const { field } = this.finding;
    if (!this.root.isConnected) return;
    if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === "f" && document.activeElement !== field) {
      // Most of a long document is not in the page, where the browser could find it. Pressed again, it is the browser's.
      event.preventDefault();
      field.focus();
      field.select();
    } else if (altKey && !ctrlKey && !metaKey && (key === "ArrowDown" || key === "ArrowUp") && this.passages) {
      event.preventDefault();
      this.stepPassage(key === "ArrowDown" ? 1 : -1);
    }
  }

  tellPassage(aloud) {
    const total = this.data.passages.length;
    const values = { number: this.passage + 1 || "–", total };
    this.passages.count.textContent = fillIn(this.words.position, values);
    if (aloud) this.status.textContent = fillIn(this.words.passage, values);
  }

  tellPlace() {
    const shown = this.pictured ? null : this.runs.read(".hh-block[data-place], .hh-turn[data-time]");
    this.place.textContent = shown ? shown.dataset.time || shown.dataset.place : "";
    this.place.hidden = this.pictured || !shown;
  }

  // As high as the drawer has room for, so that the name and the tools stay in sight.
  fit() {
    const view = this.pictured ? this.picture.view : this.view;
    if (!view.isConnected || !view.clientWidth) return;
    let scroller = this.root.parentElement;
    while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowY)) scroller = scroller.parentElement;
    const offset = scroller && scroller !== document.documentElement ? scroller.scrollTop : 0;
    const room = Math.floor(innerHeight - view.getBoundingClientRect().top - offset - 12);
    if (this.room === room && this.fitted === view) return;
    Object.assign(this, { room, fitted: view });
    view.style.height = `${Math.max(240, room)}px`;
    const over = scroller ? scroller.scrollHeight - scroller.clientHeight : 0;
    if (over > 0) view.style.height = `${Math.max(240, room - over)}px`;
  }

  // --- the server

  need(runs) {
    this.missing = runs;
    this.ask();
  }

  // One request at a time: scrolling fast asks for what is near when the answer comes, not for all that went by. Not at
  // once: what is asked while an answer is being taken in gets lost.
  ask() {
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.askNow(), 0);
  }

  askNow() {
    if (this.waiting !== null || !this.root.isConnected) return;
    const drawn = this.page === null || this.data.picture?.page === this.page;
    if (!this.missing.length && this.query === this.data.query && drawn) return;
    this.number += 1;
    this.waiting = this.number;
    const near = this.query === this.data.query ? this.missing : this.runs.nearNumbers();
    this.root.want({ key: this.data.key, number: this.number, runs: near, query: this.query, page: this.page });
    const { number } = this;
    setTimeout(() => {
      if (this.waiting !== number) return;
      this.waiting = null;
      this.ask();
    }, PATIENCE_MS);
  }

  take(data) {
    const again = data.query !== this.data.query;
    const picture = data.picture && JSON.stringify(data.picture) !== JSON.stringify(this.data.picture);
    const kept = picture ? data.picture : this.data.picture;
    this.data = { ...data, picture: data.picture ? kept : null };
    if (data.answered === this.waiting) this.waiting = null;
    if (again) {
      this.runs.forget();
      this.unmark();
    }
    this.runs.take(data.runs);
    if (again) this.startMatches();
    if (this.data.picture && this.data.picture.page === this.page) this.picture.show(this.data.picture, this.passage);
    this.ask();
    this.tellPlace();
  }

  // --- quoted passages

  open() {
    const { run, block } = this.data.passages[this.passage];
    this.runs.go(run, (element) => element.querySelector(`[data-number="${block}"]`), () => {
      hold(() => {
        this.fit();
        const element = this.view.querySelector(`[data-number="${block}"]`);
        if (!element) return;
        this.runs.centre(element);
        if (document.activeElement !== element) element.focus({ preventScroll: true });
      });
    });
  }

  stepPassage(step) {
    const { passages } = this.data;
    const from = this.passage < 0 && step < 0 ? 0 : this.passage;
    this.passage = (from + step + passages.length) % passages.length;
    this.tellPassage(true);
    for (const element of this.view.querySelectorAll(".hh-quoted")) this.markPassage(element);
    const { run, block, page } = passages[this.passage];
    if (this.pictured && page) {
      this.showPage(page);
      return;
    }
    const inText = this.view.contains(document.activeElement);
    this.runs.go(run, (element) => element.querySelector(`[data-number="${block}"]`), (element) => {
      if (inText) element.focus({ preventScroll: true });
    });
  }

  markPassage(element) {
    element.classList.toggle("hh-target", Number(element.dataset.passage) === this.passage);
  }

  // --- what is found

  find(query) {
    this.query = query;
    this.ask();
  }

  get total() {
    return this.data.found.reduce((sum, count) => sum + count, 0);
  }

  // From where the reader is, as a browser does.
  startMatches() {
    this.match = -1;
    if (this.total) {
      const top = this.view.getBoundingClientRect().top;
      const seen = [...this.view.querySelectorAll("[data-found]")].find((mark) => mark.getBoundingClientRect().top >= top);
      const now = this.runs.runs.indexOf(this.runs.between(this.view.scrollTop, this.view.scrollTop + 1)[0]);
      const before = this.data.found.slice(0, Math.max(now, 0) + 1).reduce((sum, count) => sum + count, 0);
      this.match = seen ? Number(seen.dataset.found) : before % this.total;
    }
    this.showMatch();
  }

  stepMatch(step) {
    if (this.query !== this.data.query || !this.total) return;
    this.match = (this.match + step + this.total) % this.total;
    this.showMatch();
  }

  showMatch() {
    const { total, match } = this;
    this.finding.show(match, total, this.data.query);
    for (const mark of this.view.querySelectorAll(".hh-current")) mark.classList.remove("hh-current");
    if (!this.data.query) return;
    const said = total ? fillIn(this.words.match, { number: match + 1, total }) : this.words.no_match;
    this.status.textContent = said;
    if (!total) return;
    if (this.pictured) this.showText(false);
    let run = 0;
    for (let before = this.data.found[0]; before <= match; before += this.data.found[run]) run += 1;
    this.runs.go(run, (element) => element.querySelector(`[data-found="${match}"]`), () => this.markCurrent());
  }

  // What is drawn already and not near the reader is drawn anew later; until then it shows nothing that was found before.
  unmark() {
    for (const mark of this.view.querySelectorAll("[data-found]")) {
      delete mark.dataset.found;
      mark.classList.remove("hh-found", "hh-current");
      if (!mark.className) mark.replaceWith(document.createTextNode(mark.textContent));
    }
  }

  markCurrent() {
    for (const mark of this.view.querySelectorAll(`[data-found="${this.match}"]`)) mark.classList.add("hh-current");
  }

  // --- pages

  pageInView() {
    const active = this.passage >= 0 ? this.view.querySelector(".hh-target") : null;
    const view = this.view.getBoundingClientRect();
    const box = active?.getBoundingClientRect();
    const seen = box && box.bottom > view.top && box.top < view.bottom ? active : this.runs.read(".hh-block[data-page]");
    return Number(seen?.dataset.page) || this.data.pages[0].page;
  }

  showPage(page) {
    if (!this.pictured) {
      this.left = { top: this.view.scrollTop, page };
      this.switchTo(true);
    }
    this.page = page;
    this.picture.wait(page);
    if (this.data.picture?.page === page) this.picture.show(this.data.picture, this.passage);
    this.ask();
  }

  // Back at the page that was looked at last, and where that is the same one, at the same lines.
  showText(move = true) {
    if (!this.pictured) return;
    const { page } = this;
    this.page = null;
    this.switchTo(false);
    this.view.scrollTop = this.left.top;
    const spot = this.data.pages.find((each) => each.page === page);
    const passage = this.data.passages[this.passage];
    if (!move || !spot || page === this.left.page) return;
    const { run, block } = passage?.page === page ? passage : spot;
    this.runs.go(run, (element) => element.querySelector(`[data-number="${block}"]`), () => {});
  }

  switchTo(pictured) {
    this.pictured = pictured;
    this.view.hidden = pictured;
    this.picture.element.hidden = !pictured;
    this.toText.setAttribute("aria-pressed", String(!pictured));
    this.toPicture.setAttribute("aria-pressed", String(pictured));
    this.fit();
    this.tellPlace();
  }

  // --- drawing

  drawBlock(block) {
    const element = make("div", `hh-block hh-${block.kind}`);
    element.dataset.number = block.number;
    if (block.place) element.dataset.place = block.place;
    if (block.page) element.dataset.page = block.page;
    for (const line of block.lines) element.append(this.drawLine(line));
    if (block.passage !== null) {
      element.classList.add("hh-quoted");
      element.dataset.passage = block.passage;
      element.tabIndex = -1;
      element.setAttribute("role", "group");
      const values = { number: block.passage + 1, total: this.data.passages.length };
      element.setAttribute("aria-label", fillIn(this.words.passage, values));
      this.markPassage(element);
    }
    return block.heading ? [make("p", "hh-page", block.heading), element] : [element];
  }

  drawLine(line) {
    const element = make(line.kind === "turn" ? "p" : "span", `hh-${line.kind}`);
    element.dir = "auto";
    if (line.time) element.dataset.time = line.time;
    if (line.voice !== null) element.classList.add("hh-voiced", `hh-voice-${line.voice}`);
    const words = make("span", "hh-said");
    if (line.speaker) words.dataset.speaker = `${line.speaker}:`;
    for (const piece of line.pieces) words.append(this.drawPiece(piece));
    element.append(words);
    return element;
  }

  drawPiece(piece) {
    const found = piece.found !== null;
    if (piece.kind === "text" && !found) return document.createTextNode(piece.text);
    const tag = piece.kind === "speaker" ? "b" : "mark";
    const element = make(tag, { mark: "hh-mark", speaker: "hh-speaker", text: "" }[piece.kind], piece.text);
    if (found) {
      element.classList.add("hh-found");
      element.classList.toggle("hh-current", piece.found === this.match);
      element.dataset.found = piece.found;
    }
    return element;
  }
}

export default inOrder((component) => {
  const { parentElement, data, setStateValue } = component;
  const root = rootOf(parentElement);
  root.want = (want) => setStateValue("want", want);
  if (root.reader?.data.key === data.key) {
    root.reader.take(data);
    return;
  }
  root.replaceChildren();
  root.reader = new Reader(root, data);
});

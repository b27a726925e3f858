// A long text in runs of blocks. Only the runs near the reader stand in the page; the others are as high as they were, or
// as they are guessed to be, until the reader comes near. What is in view never moves because of that.

const NEAR_VIEWS = 1.5;
const FAR_VIEWS = 4;
const LINE_PIXELS = 28;
const LETTER_PIXELS = 8.2;

class Runs {
  // `draw` makes a block's elements from its data; `want` is told which runs are near and not here, and `seen` that
  // something moved.
  constructor(view, sizes, draw, want, seen) {
    Object.assign(this, { view, draw, want, seen, goal: null, planned: false });
    const letters = Math.max(20, (view.clientWidth || 700) / LETTER_PIXELS);
    this.runs = sizes.map((size) => {
      const element = make("div", "hh-run");
      const height = Math.round(size.blocks * (LINE_PIXELS / 2 + 12) + (size.characters / letters) * LINE_PIXELS);
      const run = { element, size, blocks: null, drawn: false, stale: false, height };
      this.empty(run);
      return run;
    });
    view.append(...this.runs.map((run) => run.element));
    view.addEventListener("scroll", () => this.plan(), { passive: true });
    new ResizeObserver(() => this.plan()).observe(view);
  }

  // The blocks of some runs, as the server sends them.
  take(runs) {
    for (const [number, blocks] of Object.entries(runs)) {
      const run = this.runs[Number(number)];
      if (run.blocks) continue;
      run.blocks = blocks;
      run.stale = run.drawn;
    }
    this.fill();
  }

  // Forgets all blocks; those in the page stay until new ones come.
  forget() {
    for (const run of this.runs) run.blocks = null;
  }

  // Brings what `find` finds in a run to the middle of the view, once it is there, and hands it to `then`.
  go(number, find, then) {
    const run = this.runs[number];
    if (!run) return;
    this.goal = { run, find, then };
    const { top } = this.edges();
    const { offsetTop, offsetHeight } = run.element;
    const outside = offsetTop > top + this.view.clientHeight || offsetTop + offsetHeight < top;
    if (!run.drawn && outside) this.view.scrollTop = offsetTop;
    this.fill();
  }

  centre(element) {
    const view = this.view.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    const room = Math.max(8, (view.height - box.height) / 2);
    this.view.scrollTop += Math.round(box.top - view.top - room);
  }

  near() {
    const { top, bottom } = this.edges(NEAR_VIEWS);
    return this.between(top, bottom);
  }

  nearNumbers() {
    return this.near().map((run) => this.runs.indexOf(run));
  }

  // How far down the view the line is at which the reader is taken to be: its middle, but the first line at the text's
  // beginning and the last one at its end.
  readingLine() {
    const { scrollTop, scrollHeight, clientHeight: height } = this.view;
    const most = scrollHeight - height;
    if (most < height) return most > 0 ? (height * scrollTop) / most : height / 2;
    return Math.min(Math.max(height / 2, height - (most - scrollTop)), Math.max(scrollTop, height - (most - scrollTop)));
  }

  // Which of the elements that `selector` finds is the last that begins above that line.
  read(selector) {
    const line = this.view.getBoundingClientRect().top + this.readingLine();
    let last = null;
    for (const { element } of this.between(this.edges().top, this.edges().bottom)) {
      for (const candidate of element.querySelectorAll(selector)) {
        if (last && candidate.getBoundingClientRect().top > line) return last;
        last = candidate;
      }
    }
    return last;
  }

  plan() {
    if (this.planned) return;
    this.planned = true;
    requestAnimationFrame(() => {
      this.planned = false;
      this.fill();
      this.seen();
    });
  }

  fill() {
    if (!this.view.clientHeight) return;
    const near = this.near();
    const far = this.edges(FAR_VIEWS);
    const kept = new Set(this.between(far.top, far.bottom));
    const toDraw = near.filter((run) => run.blocks && (!run.drawn || run.stale));
    const toEmpty = this.runs.filter((run) => run.drawn && !kept.has(run) && !this.inUse(run));
    if (toDraw.length || toEmpty.length) {
      this.keepPlace(() => {
        for (const run of toEmpty) this.empty(run);
        for (const run of toDraw) this.show(run);
      });
      // Of the hundred buttons that stand for what is not there, the keyboard meets those next to what is.
      this.runs.forEach((run, at) => {
        const apart = !run.drawn && !this.runs[at - 1]?.drawn && !this.runs[at + 1]?.drawn;
        run.element.inert = apart && !run.element.contains(document.activeElement);
      });
      this.plan();
    }
    const missing = near.filter((run) => !run.blocks);
    const goal = this.goal;
    if (goal && goal.run.drawn && !goal.run.stale && goal.run.blocks) {
      this.goal = null;
      const element = goal.find(goal.run.element);
      if (element) {
        this.centre(element);
        goal.then(element);
        this.plan();
      }
    } else if (goal && goal.run.blocks) {
      this.keepPlace(() => this.show(goal.run));
      this.plan();
    } else if (goal && !missing.includes(goal.run)) {
      missing.push(goal.run);
    }
    this.want(missing.map((run) => this.runs.indexOf(run)));
  }

  // --- the rest is about one run, or about where things are

  edges(views = 0) {
    const more = views * this.view.clientHeight;
    return { top: this.view.scrollTop - more, bottom: this.view.scrollTop + this.view.clientHeight + more };
  }

  between(top, bottom) {
    return this.runs.filter(({ element }) => {
      const start = element.offsetTop;
      return start < bottom && start + element.offsetHeight > top;
    });
  }

  inUse(run) {
    const selection = getSelection();
    const selected = selection && !selection.isCollapsed && selection.containsNode(run.element, true);
    return selected || run.element.contains(document.activeElement);
  }

  show(run) {
    const focused = run.element.contains(document.activeElement) ? document.activeElement : null;
    run.element.style.height = "";
    run.element.classList.remove("hh-absent");
    run.element.replaceChildren(...run.blocks.flatMap(this.draw));
    run.drawn = true;
    run.stale = false;
    if (!focused) return;
    const { number } = focused.dataset;
    if (number) run.element.querySelector(`[data-number="${number}"]`)?.focus({ preventScroll: true });
    // It was the button that stood for the run, which came into view by being focused.
    else this.readOn(run.element);
  }

  readOn(element) {
    const block = element.querySelector(".hh-block");
    block.tabIndex = -1;
    block.focus({ preventScroll: true });
  }

  // A button stands for what is not there: who reads by keyboard or by ear presses it, or just goes on.
  empty(run) {
    if (run.drawn) run.height = run.element.offsetHeight;
    run.element.style.height = `${run.height}px`;
    run.element.classList.add("hh-absent");
    run.element.replaceChildren(
      button("hh-more", run.size.label, () => {
        this.go(this.runs.indexOf(run), (element) => element.querySelector(".hh-block"), () => this.readOn(run.element));
      }),
    );
    run.drawn = false;
    run.stale = false;
  }

  keepPlace(change) {
    const { view } = this;
    // Who has gone to the end wants to be at the end, however high what comes there turns out to be.
    if (view.scrollTop > 0 && view.scrollHeight - view.clientHeight - view.scrollTop < 2) {
      change();
      view.scrollTop = view.scrollHeight;
      return;
    }
    const top = view.getBoundingClientRect().top;
    const first = this.between(view.scrollTop, view.scrollTop + view.clientHeight)[0];
    if (!first) return change();
    const shown = (element) => element.getBoundingClientRect().bottom > top;
    const block = first.drawn && !first.stale && first.blocks ? [...first.element.children].find(shown) : null;
    if (block) {
      const before = block.getBoundingClientRect().top;
      change();
      view.scrollTop += block.isConnected ? block.getBoundingClientRect().top - before : 0;
      return;
    }
    const share = (view.scrollTop - first.element.offsetTop) / Math.max(1, first.element.offsetHeight);
    change();
    view.scrollTop = first.element.offsetTop + share * first.element.offsetHeight;
  }
}

// Shows the state of the walkthrough on the page. It reads what to show and say from the page
// and writes no markup; what only it can do stays hidden until it runs.
(() => {
  const find = (selector) => document.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const times = (element) => ({ start: Number(element.dataset.start), end: Number(element.dataset.end) });

  const sections = all(".scene");
  const script = {
    scenes: sections.map((section) => ({
      ...times(section),
      sentences: all("[data-say]", section).map((element) => ({
        ...times(element),
        element,
        isSaid: /[\p{L}\p{N}]/u.test(element.dataset.say),
        cues: null,
      })),
    })),
  };
  const length = script.scenes.at(-1).end;
  const links = all("#scenes a");
  const [list, help] = [find("#scenes"), find("#help")];
  const [caption, place, clock] = [find(".caption"), find(".place-now"), find(".clock")];
  const [play, previous, next] = ["play", "previous", "next"].map((name) => find(`.bar [data-do=${name}]`));
  const options = find("#options").elements;
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");

  let state = beginning();
  const change = (event) => {
    const before = state;
    state = after(script, state, event);
    if (state !== before) show(before);
  };

  // The bar of progress: a piece for each scene, as long as that takes.
  const chapters = links.map((link, scene) => {
    const chapter = document.createElement("a");
    chapter.href = link.hash;
    chapter.title = link.textContent.trim();
    chapter.tabIndex = -1;
    chapter.style.flexGrow = String(script.scenes[scene].end - script.scenes[scene].start);
    chapter.append(document.createElement("span"));
    return chapter;
  });
  find(".chapters").append(...chapters);
  find(".chapters").classList.toggle("is-dense", chapters.length > 40);

  const minutes = (time) => {
    const seconds = Math.floor(time / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };

  function cueAt(sentence, at) {
    sentence.cues ??= all("p", sentence.element.querySelector("template").content).map((element) => ({
      ...times(element),
      element,
    }));
    return sentence.cues[lastBegun(sentence.cues, at)];
  }

  let shown = { sentence: null, cue: null };
  function show(before) {
    const scene = script.scenes[state.scene];
    const hasMoved = before === null || before.scene !== state.scene;
    if (hasMoved) enter(before);
    document.documentElement.classList.toggle("is-playing", state.isPlaying);

    // A scene that nobody has played is there to be read, with nothing in it put first.
    const isTold = state.isPlaying || state.at > scene.start;
    const sentence = isTold ? scene.sentences[sentenceOf(script, state)] ?? null : null;
    if (sentence !== shown.sentence) {
      mark(shown.sentence, false);
      mark(sentence, true);
    }
    const cue = sentence === null ? null : cueAt(sentence, state.at)?.element ?? null;
    if (cue !== shown.cue) {
      caption.replaceChildren(...(cue === null ? [] : [cue.cloneNode(true)]));
    }
    shown = { sentence, cue };

    chapters.forEach((chapter, number) => {
      if (!hasMoved && number !== state.scene) return;
      const { start, end } = script.scenes[number];
      const part = Math.max(0, Math.min(1, (state.at - start) / (end - start)));
      chapter.firstChild.style.transform = `scaleX(${number < state.scene ? 1 : part})`;
    });
    const time = `${minutes(state.at)} / ${minutes(length)}`;
    if (clock.textContent !== time) clock.textContent = time;
    if (before === null || before.isPlaying !== state.isPlaying) turn();
    // Two voices at once are none.
    if (before?.isRead !== state.isRead) caption.setAttribute("aria-live", state.isRead ? "off" : "polite");
    speak();
  }

  // What is said is marked, and so is what is drawn of it.
  function mark(sentence, isOn) {
    if (sentence === null) return;
    const { element } = sentence;
    const heading = element.hidden ? element.closest(".scene").querySelector("h2") : element;
    const drawn = element.dataset.drawn === undefined ? null : document.getElementById(element.dataset.drawn);
    for (const marked of [heading, drawn]) marked?.classList.toggle("is-now", isOn);
    if (isOn && !element.hidden) bring(element);
  }

  // Into view, above the bar, where it is not.
  function bring(element) {
    const [box, below] = [element.getBoundingClientRect(), find(".bar").getBoundingClientRect().top];
    // Two lines of a caption stand over the bar.
    if (box.top >= 0 && box.bottom <= below - 80) return;
    element.scrollIntoView({ block: "center", behavior: reduced.matches ? "auto" : "smooth" });
  }

  function enter(before) {
    sections.forEach((section, number) => {
      if (number === state.scene) section.removeAttribute("hidden");
      // Where the browser looks for words on the page, it finds them in every scene.
      else section.setAttribute("hidden", "until-found");
    });
    links.forEach((link, number) => {
      if (number === state.scene) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
    chapters.forEach((chapter, number) => chapter.classList.toggle("is-current", number === state.scene));
    const link = links[state.scene];
    list.scrollTop = link.offsetTop - list.clientHeight / 2;
    previous.disabled = state.scene === 0;
    next.disabled = state.scene === sections.length - 1;
    if (before === null) return;
    place.textContent = `${state.scene + 1} of ${sections.length}: ${link.textContent.trim()}`;
    scrollTo(0, 0);
    find("main").scrollTop = 0;
    history.replaceState(null, "", `#${sections[state.scene].id}`);
  }

  // From standing to playing and back.
  let last = 0;
  let ticking;
  let lock = null;
  function turn() {
    const name = state.isPlaying ? "Pause" : "Play";
    play.setAttribute("aria-label", name);
    play.title = `${name} (Space)`;
    clearInterval(ticking);
    if (state.isPlaying) {
      last = performance.now();
      ticking = setInterval(() => {
        const now = performance.now();
        const elapsed = now - last;
        last = now;
        change({ type: "tick", elapsed });
      }, 100);
    }
    // While it plays, the screen of a tablet does not go dark.
    if (state.isPlaying && lock === null && "wakeLock" in navigator) {
      lock = navigator.wakeLock.request("screen").catch(() => null);
    } else if (!state.isPlaying && lock !== null) {
      lock.then((held) => held?.release());
      lock = null;
    }
  }

  // The voice of the browser, one sentence at a time.
  const voice = "speechSynthesis" in window ? window.speechSynthesis : null;
  let saying = null;
  function speak() {
    if (voice === null) return;
    const sentence = dueOf(script, state);
    const due = sentence < 0 ? null : script.scenes[state.scene].sentences[sentence];
    if (due === (saying?.due ?? null)) return;
    if (saying !== null) voice.cancel();
    saying = null;
    if (due === null) return;
    const utterance = new SpeechSynthesisUtterance(due.element.dataset.say);
    utterance.lang = find("main").lang || document.documentElement.lang;
    utterance.rate = state.speed;
    const said = { due, utterance };
    const end = (isFailed) => {
      // One that was broken off has nothing more to say.
      if (saying === said) change({ type: "said", scene: state.scene, sentence, isFailed });
    };
    utterance.addEventListener("end", () => end(false));
    utterance.addEventListener("error", () => end(true));
    saying = said;
    voice.speak(utterance);
  }

  // Buttons, keys, links, fingers.
  for (const button of all("[data-do]")) {
    button.addEventListener("click", () => change({ type: button.dataset.do }));
  }
  // A click leaves the keyboard where it was: the space bar goes on to play and pause.
  find(".bar").addEventListener("mousedown", (event) => {
    if (event.target.closest("button, a")) event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || help.open) return;
    const control = event.target.closest?.("a, button, input, select, pre, [tabindex='0']") ?? null;
    if (event.key === "?") help.showModal();
    else {
      const type = Object.hasOwn(EVENT_OF_KEY, event.key) ? EVENT_OF_KEY[event.key] : undefined;
      // What has the focus keeps the keys that mean something to it.
      const isTaken =
        event.key === " " ? control !== null : control?.matches("input, select, pre") ?? false;
      if (type === undefined || isTaken) return;
      change({ type });
    }
    event.preventDefault();
  });
  for (const link of [...links, ...chapters]) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const scene = sections.findIndex((section) => `#${section.id}` === link.hash);
      change({ type: "go", scene });
      if (list.contains(link)) {
        if (list.matches(":popover-open")) list.hidePopover();
        sections[scene].querySelector("h2").focus({ preventScroll: true });
      }
    });
  }
  sections.forEach((section, scene) => {
    section.addEventListener("beforematch", () => change({ type: "go", scene }));
  });
  const follow = () => {
    const scene = sections.findIndex((section) => `#${section.id}` === location.hash);
    if (scene >= 0) change({ type: "go", scene });
  };
  addEventListener("hashchange", follow);
  let touch = null;
  find("main").addEventListener("touchstart", ({ touches }) => {
    touch = touches.length === 1 ? touches[0] : null;
  }, { passive: true });
  find("main").addEventListener("touchend", ({ changedTouches: [end], target }) => {
    if (touch === null || target.closest("pre") !== null) return;
    const [x, y] = [end.clientX - touch.clientX, end.clientY - touch.clientY];
    // A swipe along the page, not down it.
    if (Math.abs(x) > 60 && Math.abs(y) < 40) change({ type: x < 0 ? "next" : "previous" });
  }, { passive: true });

  // What the reader chooses.
  options.speed.addEventListener("change", () => change({ type: "speed", speed: Number(options.speed.value) }));
  options.read.addEventListener("change", () => change({ type: "read", isOn: options.read.checked }));
  options.stepwise.addEventListener("change", () => change({ type: "stepwise", isOn: options.stepwise.checked }));
  options.captions.addEventListener("change", () => {
    caption.hidden = !options.captions.checked;
  });
  // A browser may have kept what was chosen before the page was loaded again.
  find("#options").reset();
  find(".read").hidden = voice === null;

  // Lines to copy.
  for (const button of all(".copy")) {
    const code = button.parentElement.querySelector("code");
    button.addEventListener("click", async () => {
      let isCopied = true;
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        // Some browsers keep the clipboard from pages that were opened from a disk.
        getSelection().selectAllChildren(code);
        isCopied = document.execCommand("copy");
      }
      button.textContent = isCopied ? "Copied" : "Selected";
      setTimeout(() => {
        button.textContent = "Copy";
      }, 2000);
    });
    button.hidden = false;
  }
  find("[data-help]").addEventListener("click", () => help.showModal());
  help.addEventListener("click", (event) => {
    if (event.target === help) help.close();
  });
  list.addEventListener("toggle", () => {
    if (list.matches(":popover-open")) links[state.scene].focus();
  });
  addEventListener("pagehide", () => voice?.cancel());

  for (const hidden of all(".bar, .start")) hidden.hidden = false;
  for (const section of sections) section.querySelector("h2").tabIndex = -1;
  document.documentElement.classList.add("is-live");
  show(null);
  follow();
})();

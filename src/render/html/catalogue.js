
"use strict";
// Sorts and filters the catalogues of a page. Everything else works without it; what only it
// can do stays hidden until it runs. It reads the page and writes no markup.
(() => {
  const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  function start(catalogue) {
    const table = catalogue.querySelector("table");
    const form = catalogue.querySelector("form");
    const count = catalogue.querySelector(".count");
    const headings = [...table.tHead.rows[0].cells];
    const choices = [...form.querySelectorAll("select[data-column]")];
    const order = form.elements.sort;
    const find = form.elements.words;
    const totals = [...document.querySelectorAll(`.totals a[href="#${catalogue.id}"]`)];
    const entries = [...table.tBodies].map((body, place) => ({
      body,
      place,
      rank: Number(body.dataset.rank),
      cells: [...body.rows[0].cells].map((cell) => cell.textContent.trim()),
      text: null,
    }));

    function filter() {
      const asked = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = choices.filter((choice) => choice.selectedIndex > 0);
      let shown = 0;
      for (const entry of entries) {
        if (asked.length > 0 && entry.text === null) {
          entry.text = entry.body.textContent.toLowerCase();
        }
        const fits =
          chosen.every((choice) => entry.cells[choice.dataset.column] === choice.value) &&
          asked.every((word) => entry.text.includes(word));
        entry.body.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      const unit = catalogue.dataset.unit + (entries.length === 1 ? "" : "s");
      // On paper nothing else tells why some are missing.
      const by = chosen.map((choice) => `${choice.dataset.name}: ${choice.value || "none"}`);
      if (asked.length > 0) by.push(`words: ${find.value.trim()}`);
      count.textContent =
        by.length === 0 ? `${shown} ${unit}` : `${shown} of ${entries.length} ${unit} (${by.join(", ")})`;
      const state = choices.find((choice) => choice.dataset.kind === "state");
      for (const total of totals) {
        const isOn = state !== undefined && state.selectedIndex > 0 && state.value === total.dataset.state;
        if (isOn) total.setAttribute("aria-current", "true");
        else total.removeAttribute("aria-current");
      }
    }

    function compare(column, kind, one, other) {
      if (kind === "state") return one.rank - other.rank;
      const [a, b] = [one.cells[column], other.cells[column]];
      if (kind === "number") return Number(a) - Number(b);
      if (kind === "date") return a < b ? -1 : a > b ? 1 : 0;
      return words.compare(a, b);
    }

    function sort(column, isDown) {
      const kind = headings[column].dataset.kind;
      const sorted = [...entries].sort((one, other) => {
        // What has no value stands last, in either direction.
        const empty = (one.cells[column] === "") - (other.cells[column] === "");
        if (empty !== 0) return empty;
        const compared = compare(column, kind, one, other);
        return (isDown ? -compared : compared) || one.place - other.place;
      });
      table.append(...sorted.map((entry) => entry.body));
      headings.forEach((heading, index) => {
        if (index === column) heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
        else heading.removeAttribute("aria-sort");
      });
      order.value = String(column);
    }

    // Where there is no head to be seen, its buttons are none to stop at.
    const narrow = matchMedia("(max-width: 64rem)");
    const buttons = headings.map((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => {
        sort(column, heading.getAttribute("aria-sort") === "ascending");
      });
      heading.append(button);
      return button;
    });
    const reach = () => {
      for (const button of buttons) button.tabIndex = narrow.matches ? -1 : 0;
    };
    narrow.addEventListener("change", reach);
    reach();
    for (const total of totals) {
      total.addEventListener("click", () => {
        const state = choices.find((choice) => choice.dataset.kind === "state");
        if (state === undefined) return;
        state.value = total.hasAttribute("aria-current") ? "" : total.dataset.state;
        filter();
      });
    }
    order.addEventListener("change", () => sort(Number(order.value), false));
    find.addEventListener("input", filter);
    for (const choice of choices) choice.addEventListener("change", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      find.value = "";
      for (const choice of choices) choice.selectedIndex = 0;
      filter();
    });
    form.hidden = false;
    // A browser may have kept what was chosen before the page was loaded again.
    order.value = String(headings.findIndex((heading) => heading.hasAttribute("aria-sort")));
    filter();
  }

  // On paper nothing can be opened: browsers that do not heed the style are told here.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("tbody:not([hidden]) details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  for (const catalogue of document.querySelectorAll(".catalogue")) start(catalogue);
})();

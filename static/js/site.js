// Comfort only: every page is complete without this file. It sorts and filters the rows that are already
// there, shows a source beside its number, and copies a citation.
(() => {
  "use strict";

  const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const words = new Intl.Collator("en", { sensitivity: "base", numeric: true });
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  // A closed explanation is no part of what the reader sees in the cell.
  const textOf = (cell) => (cell.querySelector("summary") || cell).textContent.trim();

  // What a cell counts as: "12 Mar 2025 (a)" by its day, "1,234" by its number, other text by its letters.
  function keyOf(cell, kind) {
    const text = cell.dataset.key || textOf(cell);
    if (kind === "date") {
      const part = /(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})/.exec(text);
      return part ? part[3] * 10000 + MONTHS.indexOf(part[2]) * 100 + +part[1] : null;
    }
    if (kind === "number") return text ? parseFloat(text.replace(/[^\d.-]/g, "")) : null;
    return text || null;
  }

  // Empty cells stay last whichever way the others go.
  function compare(a, b, down) {
    if (a === null || b === null) return (a === null) - (b === null);
    const order = typeof a === "number" ? a - b : words.compare(a, b);
    return down ? -order : order;
  }

  function sortBy(heading) {
    const down = heading.getAttribute("aria-sort") === "ascending";
    const body = heading.closest("table").tBodies[0];
    const rows = Array.from(body.rows, (row) => [keyOf(row.cells[heading.cellIndex], heading.dataset.sort), row]);
    rows.sort((a, b) => compare(a[0], b[0], down));
    body.append(...rows.map((pair) => pair[1]));
    for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  }

  for (const heading of document.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(heading));
    heading.append(button);
  }

  for (const field of document.querySelectorAll("input[data-filter]")) {
    const rows = Array.from(document.getElementById(field.dataset.filter).tBodies[0].rows);
    const texts = rows.map((row) => plain(Array.from(row.cells, textOf).join(" ")));
    const said = document.getElementById(field.id + "-said");
    const show = () => {
      const sought = plain(field.value).split(/\s+/);
      let shown = 0;
      rows.forEach((row, i) => {
        row.hidden = !sought.every((word) => texts[i].includes(word));
        shown += !row.hidden;
      });
      said.textContent = field.value.trim() ? `${shown} of ${rows.length} shown` : "";
    };
    field.addEventListener("input", show);
    if (field.value) show(); // a browser may restore the text on going back
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      let word = "Copied";
      try {
        await navigator.clipboard.writeText(source.textContent.trim());
      } catch {
        getSelection().selectAllChildren(source); // no clipboard outside https
        word = "Selected: copy it with your keyboard";
      }
      button.parentNode.querySelector("[role=status]").textContent = word;
    });
  }

  // A number's source appears while the pointer or the focus is on either; Escape puts it away.
  let tip = null;
  let from = null;
  const hide = () => {
    tip?.remove();
    tip = from = null;
  };
  const reveal = (event) => {
    const link = event.target.closest?.("a.ref");
    if (!link) return event.target === tip || tip?.contains(event.target) ? undefined : hide();
    if (link === from) return;
    const note = document.getElementById(link.hash.slice(1));
    hide();
    if (!note) return;
    from = link;
    tip = document.createElement("div");
    tip.className = "tip";
    tip.setAttribute("role", "tooltip");
    tip.textContent = note.textContent.trim();
    document.body.append(tip);
    const place = link.getBoundingClientRect();
    const edge = document.documentElement.clientWidth - tip.offsetWidth - 16;
    tip.style.left = `${Math.max(16, Math.min(place.left, edge)) + scrollX}px`;
    tip.style.top = `${place.bottom + scrollY}px`;
  };
  document.addEventListener("pointerover", reveal);
  document.addEventListener("focusin", reveal);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    hide();
    document.querySelector("details.why[open]")?.removeAttribute("open");
  });
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("td details.why[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
})();

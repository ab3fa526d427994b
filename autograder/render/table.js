"use strict";
// Tables that sort by a button in each heading, and a field that filters one of them.

const value = (row, index, kind) => {
  const text = row.cells[index].textContent.trim();
  if (kind !== "number") return text.toLowerCase();
  const number = parseFloat(text);
  return Number.isNaN(number) ? -Infinity : number;
};

const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));

const sort = (button) => {
  const heading = button.closest("th");
  const body = heading.closest("table").tBodies[0];
  const down = heading.getAttribute("aria-sort") === "ascending";
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const keyed = [...body.rows].map((row) => [value(row, heading.cellIndex, button.dataset.kind), row]);
  keyed.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
  body.append(...keyed.map((pair) => pair[1]));
};

for (const button of document.querySelectorAll("button.sort")) {
  button.addEventListener("click", () => sort(button));
}

const field = document.getElementById("filter");
if (field) {
  const rows = [...document.getElementById(field.dataset.table).tBodies[0].rows];
  const shown = document.getElementById("shown");
  const filter = () => {
    const words = field.value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} of ${rows.length}`;
  };
  field.addEventListener("input", filter);
  field.closest(".filter").hidden = false;
  filter();
}

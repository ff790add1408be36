// The plan grid: a row saves itself when it is left; paste, fill down and arrow keys. Without this script the page
// works by its one button.
"use strict";

(() => {
  const rowOf = (element) => element.closest && element.closest("[data-row]");
  const grid = () => document.querySelector("[data-grid]");
  const rows = () => [...grid().querySelectorAll("[data-row]")].filter((row) => row.querySelector(".input") && row.offsetParent);
  const cells = (row) => [...row.querySelectorAll("td .input")];

  const markDirty = (row) => {
    row.dataset.dirty = "";
    const word = row.querySelector("[data-dirty]");
    if (word) word.hidden = false;
  };

  const save = (row) => {
    if (!("dirty" in row.dataset) || !window.htmx) return;
    delete row.dataset.dirty;
    window.htmx.trigger(row, "leave");
  };

  document.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (row && event.target.name) markDirty(row);
  });

  document.addEventListener("focusout", (event) => {
    const row = rowOf(event.target);
    if (row && (!event.relatedTarget || rowOf(event.relatedTarget) !== row)) save(row);
  });

  // Figures from a spreadsheet: tabs part cells, line ends part rows.
  const put = (field, text) => {
    const value = text.trim();
    if (field.tagName === "SELECT") {
      const folded = value.toLowerCase();
      const option = [...field.options].find((each) => each.text.trim().toLowerCase() === folded);
      if (option) field.value = option.value;
      return Boolean(option) || !value;
    }
    if (field.type === "date") {
      const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value) || null;
      const other = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(value);
      const pad = (part) => part.padStart(2, "0");
      if (parts) field.value = `${parts[1]}-${pad(parts[2])}-${pad(parts[3])}`;
      else if (other) field.value = `${other[3]}-${pad(other[2])}-${pad(other[1])}`;
      return Boolean(parts || other) || !value;
    }
    field.value = value;
    return true;
  };

  document.addEventListener("paste", (event) => {
    const row = rowOf(event.target);
    const text = event.clipboardData && event.clipboardData.getData("text");
    if (!row || !text || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const all = rows();
    const down = all.indexOf(row);
    const across = cells(row).indexOf(event.target);
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, y) => {
      const target = all[down + y];
      if (!target) return;
      line.split("\t").forEach((part, x) => {
        const field = cells(target)[across + x];
        if (field && !put(field, part)) field.setAttribute("aria-invalid", "true");
      });
      markDirty(target);
      if (target !== row) save(target);
    });
  });

  const fillDown = (field) => {
    const row = rowOf(field);
    const all = rows();
    const above = all[all.indexOf(row) - 1];
    const index = cells(row).indexOf(field);
    if (!above || index < 0) return;
    field.value = cells(above)[index].value;
    markDirty(row);
  };

  document.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (!row || !event.target.matches(".input")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
      event.preventDefault();
      fillDown(event.target);
      return;
    }
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const isText = event.target.matches("input:not([type=date])");
    const plainDown = isText && event.key === "Enter";
    if (!(step && event.altKey) && !plainDown) return;
    event.preventDefault();
    const [y, x] = plainDown ? [1, 0] : step;
    const all = rows();
    const target = all[all.indexOf(row) + y];
    const field = target && cells(target)[cells(row).indexOf(event.target) + x];
    if (field) field.focus();
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-only-missing]")) return;
    grid().toggleAttribute("data-only-missing", event.target.checked);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (!grid() || !grid().contains(event.target)) return;
    const note = document.getElementById("saved-at");
    if (note) note.textContent = `Saved row by row, last at ${new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`;
  });

})();

// Small comforts. Every page works without them: listeners sit on the document, since htmx replaces what is below.
"use strict";

(() => {
  const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

  const visibleSearch = () => [...document.querySelectorAll("[data-search]")].reverse().find((field) => field.offsetParent);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const field = visibleSearch();
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  const size = (bytes) => {
    if (bytes < 1024) return `${bytes} bytes`;
    if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
    return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  };

  const tellSize = (field) => {
    const hint = document.querySelector(`[data-file-of="${CSS.escape(field.id)}"]`);
    if (!hint) return;
    hint.hidden = !field.files.length;
    hint.textContent = [...field.files].map((file) => `${file.name}, ${size(file.size)}`).join("; ");
  };

  const tickAll = (box) => {
    const form = box.closest("form");
    if (form) form.querySelectorAll("tbody input[type=checkbox]").forEach((each) => (each.checked = box.checked));
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file]")) tellSize(event.target);
    if (event.target.matches("[data-tick-all]")) tickAll(event.target);
  });

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (close) close.closest(".toast").remove();
    const away = document.querySelector("details[open]:has(> .menu)");
    if (away && !away.contains(event.target)) away.open = false;
  });

  // What has to be read first gets the focus: the summary of errors, else the first field with one.
  const settle = (root) => {
    root.querySelectorAll("[data-close][hidden]").forEach((button) => (button.hidden = false));
    const first = root.querySelector("#error-summary") || root.querySelector("[aria-invalid=true]");
    if (first && !first.closest("[data-grid]")) first.focus();
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target instanceof Element) settle(event.target);
  });

  settle(document);
})();

// The review of an import. Without this file the page works all the same.
// An address inside a folded draft opens it; a line and its draft mark each other; letters move through the lines.
(() => {
  const byId = (id) => document.getElementById(id);

  const reveal = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const folded = target.closest("details:not([open])");
    if (folded) folded.open = true;
    target.scrollIntoView({ block: "center" });
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  reveal();

  const twinsOf = (place) => {
    const line = place.closest("[data-twin]");
    if (line) return [line, byId(line.dataset.twin)].filter(Boolean);
    const draft = place.closest('[id^="d-"]');
    return draft ? [draft, ...document.querySelectorAll(`[data-twin="${CSS.escape(draft.id)}"]`)] : [];
  };
  const mark = (place) => {
    document.querySelectorAll(".is-twin").forEach((each) => each.classList.remove("is-twin"));
    if (place instanceof Element) twinsOf(place).forEach((each) => each.classList.add("is-twin"));
  };
  document.addEventListener("pointerover", (event) => mark(event.target));
  document.addEventListener("focusin", (event) => mark(event.target));

  const step = (from, way, fits) => {
    const lines = [...document.querySelectorAll(".source > li")];
    const at = lines.indexOf(from);
    const order = way > 0 ? lines.slice(at + 1) : lines.slice(0, Math.max(at, 0)).reverse();
    const next = order.find(fits);
    if (next) next.focus();
  };
  // Letters count only while the focus is in the lines or in a draft, so that nothing happens by accident.
  document.addEventListener("keydown", (event) => {
    const place = document.activeElement;
    if (event.ctrlKey || event.metaKey || event.altKey || !place || place.closest("input, select, textarea")) return;
    const line = place.closest(".source > li");
    if (!place.closest(".source, .draft")) return;
    const edit = () => {
      const draft = line ? line.dataset.twin && byId(line.dataset.twin) : place.closest('[id^="d-"]');
      const link = (draft && (draft.nextElementSibling?.querySelector(".edit-link") || null)) || null;
      return (draft && draft.querySelector(".edit-link")) || link || (line && line.querySelector("a"));
    };
    const acts = {
      j: () => step(line, 1, () => true),
      k: () => step(line, -1, () => true),
      n: () => step(line, 1, (each) => each.dataset.as === "left"),
      e: () => edit()?.click(),
      u: () => document.querySelector('[form="undo-form"]')?.click(),
      o: () => [...document.querySelectorAll("#import-form select")].find((each) => !each.value)?.focus(),
      s: () => document.querySelector(".dock button")?.focus(),
    };
    if (acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
    }
  });
})();

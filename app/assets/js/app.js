// Staff pages only; portal pages carry no script. Every page works without this file.
//
//   Enter while an input method is composing      never submits
//   Ctrl+Enter (Cmd+Enter) in a form              submits it
//   <div data-autosave>                           gets an `autosave` event when a field in it changed; the delay is htmx's
//                                                 (hx-trigger="autosave delay:1500ms"); an `autosaved` event ends the warning below
//   <textarea data-count="#id">                   counts into <p id data-max="400" data-left="{n} left" data-over="{n} too many">
//   <form data-guard>                             warns before leaving with unsaved changes
//   <button data-copy="#id" hidden>               copies that element's text, then fills the next [data-copied] with its words
//   <button data-print hidden>                    prints the page
//
// Listeners sit on the document, so what htmx swaps in later needs no set-up but the two passes of `ready`.
(() => {
  "use strict";

  const on = (name, listen, capture) => document.addEventListener(name, listen, capture);
  const near = (event, selector) => event.target instanceof Element && event.target.closest(selector);
  const composing = (event) => event.isComposing || event.keyCode === 229; // 229: Safari ends composing before this key
  const changed = new WeakSet();

  const count = (field) => {
    const out = document.querySelector(field.dataset.count);
    if (!out) return;
    const left = Number(out.dataset.max) - [...field.value].length; // code points, as the server counts
    out.textContent = (left < 0 ? out.dataset.over : out.dataset.left).replace("{n}", Math.abs(left));
    out.classList.toggle("ui-error", left < 0);
    out.classList.toggle("ui-help", left >= 0);
  };

  const ready = (root) => {
    root.querySelectorAll("[data-count]").forEach(count);
    root.querySelectorAll("[data-copy][hidden], [data-print][hidden]").forEach((button) => (button.hidden = false));
  };

  const copy = async (button) => {
    const source = document.querySelector(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value ?? source.innerText);
    } catch {
      // Without HTTPS there is no clipboard: select the text, so that at worst Ctrl+C is all that remains.
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
      if (!document.execCommand("copy")) return;
    }
    const said = button.parentElement.querySelector("[data-copied]");
    if (said) said.textContent = said.dataset.copied;
  };

  const edited = (event) => {
    const form = near(event, "form[data-guard]");
    if (form) changed.add(form);
    if (near(event, "[data-count]")) count(event.target);
    if (composing(event)) return;
    const saves = near(event, "[data-autosave]");
    if (saves) saves.dispatchEvent(new CustomEvent("autosave", { bubbles: true }));
  };

  on("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (composing(event)) {
      event.stopImmediatePropagation();
      if (near(event, "input")) event.preventDefault();
    } else if ((event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  }, true);

  on("input", edited);
  on("compositionend", edited);

  on("click", (event) => {
    const button = near(event, "[data-copy]");
    if (button) copy(button);
    if (near(event, "[data-print]")) window.print();
  });

  on("submit", (event) => changed.delete(event.target));
  on("autosaved", (event) => changed.delete(near(event, "form[data-guard]")));
  window.addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("form[data-guard]")].some((form) => changed.has(form))) event.preventDefault();
  });

  on("htmx:after:swap", () => ready(document));
  ready(document); // loaded with `defer`: the page is there
})();

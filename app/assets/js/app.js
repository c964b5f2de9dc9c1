// Staff pages only; portal pages carry no script. Every page works without this file.
//
//   Enter while an input method is composing      never submits
//   Ctrl+Enter (Cmd+Enter) in a form              submits it
//   <form data-autosave="/path">                  is kept there 1.5 s after typing stopped, never while an input method is composing,
//                                                 four times a minute at most; what is said of it stands in its [data-kept]
//   <textarea data-count="#id">                   counts into <p id data-max="400" data-left="{n} left" data-over="{n} too many">
//   <form data-guard>                             warns before leaving with unsaved changes
//   <button data-copy="#id" hidden>               copies that element's text, then fills the next [data-copied] with its words
//   <button data-print hidden>                    prints the page
//
// Listeners sit on the document.
(() => {
  "use strict";

  const on = (name, listen, capture) => document.addEventListener(name, listen, capture);
  const near = (event, selector) => event.target instanceof Element && event.target.closest(selector);
  const composing = (event) => event.isComposing || event.keyCode === 229; // 229: Safari ends composing before this key
  const changed = new WeakSet();
  const keeping = new WeakMap(); // by form: the timer, the request under way, when the last one was sent, how often it was edited

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

  const keep = async (form, state) => {
    const edits = state.edits;
    state.sent = Date.now();
    state.under = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    body.delete("key"); // spent when the form itself is sent
    const said = form.querySelector("[data-kept]");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "error", signal: state.under.signal });
      if (!answer.ok) throw new Error();
      said.textContent = await answer.text();
      if (edits === state.edits) changed.delete(form);
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = said.dataset.failed;
    }
  };

  const rest = (form) => {
    const state = keeping.get(form);
    clearTimeout(state?.timer);
    return state;
  };

  const edited = (event) => {
    const form = near(event, "form[data-guard]");
    if (form) changed.add(form);
    if (near(event, "[data-count]")) count(event.target);
    const saves = near(event, "[data-autosave]");
    if (!saves) return;
    const state = rest(saves) ?? { sent: 0, edits: 0 };
    if (composing(event)) return;
    saves.dispatchEvent(new CustomEvent("autosave", { bubbles: true }));
    if (!saves.dataset.autosave) return;
    keeping.set(saves, state);
    state.edits += 1;
    state.timer = setTimeout(() => keep(saves, state), Math.max(1500, state.sent + 15000 - Date.now()));
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
  on("compositionstart", (event) => rest(near(event, "[data-autosave]")));
  on("compositionend", edited);

  on("click", (event) => {
    const button = near(event, "[data-copy]");
    if (button) copy(button);
    if (near(event, "[data-print]")) window.print();
  });

  on("submit", (event) => {
    changed.delete(event.target);
    rest(event.target)?.under?.abort();
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("form[data-guard]")].some((form) => changed.has(form))) event.preventDefault();
  });

  ready(document); // loaded with `defer`: the page is there
})();

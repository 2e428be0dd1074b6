// What makes the page pleasanter; everything works without it. It keeps nothing and asks nobody but this page.
"use strict";

const EVERY = 2000;
const STATES = "/files/state";

// A page with something under way looks again by itself: it moves the bars, and is read anew when a state changes.
async function look() {
  const shown = [...document.querySelectorAll("[data-token][data-state]")];
  const answer = await fetch(STATES, { cache: "no-store", credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) return true;
  const { entries, under_way: left } = await answer.json();
  for (const place of shown) {
    const item = entries[place.dataset.token];
    if (!item || item.state !== place.dataset.state) return true;
    const bar = place.querySelector("progress");
    if (bar && item.total > 0) {
      bar.max = item.total;
      bar.value = item.done;
      const words = place.querySelector(".bar-words");
      if (words) words.textContent = `${item.done} of ${item.total}`;
    }
  }
  return left === 0;
}

async function watch() {
  for (;;) {
    await new Promise((done) => setTimeout(done, EVERY));
    let anew = false;
    try {
      anew = await look();
    } catch {
      continue; // the page is away for a moment
    }
    if (anew) {
      location.reload();
      return;
    }
  }
}

// When the whole pack was taken, what it was made from is gone: back to the files.
function whenTaken(form) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    setTimeout(() => button.setAttribute("disabled", ""), 0);
    const timer = setInterval(async () => {
      try {
        const answer = await fetch(STATES, { cache: "no-store", credentials: "same-origin", redirect: "manual" });
        if (!answer.ok) return;
        const { entries } = await answer.json();
        if (entries[form.dataset.ends]) return;
        clearInterval(timer);
        location.assign("/files");
      } catch {
        // the page is away for a moment
      }
    }, EVERY);
  });
}

// Files may be dropped anywhere on the box with the file field.
function dropping(form) {
  const field = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const tell = () => {
    const count = field.files.length;
    chosen.textContent = count > 1 ? `${count} files chosen.` : "";
  };
  field.addEventListener("change", tell);
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.remove("over");
    });
  }
  form.addEventListener("drop", (event) => {
    if (event.dataTransfer && event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      tell();
      form.querySelector("button").focus();
    }
  });
}

// A second press while the first is under way would send the same again.
function onceOnly(form) {
  form.addEventListener("submit", () => {
    setTimeout(() => form.querySelectorAll("button").forEach((button) => button.setAttribute("disabled", "")), 0);
  });
  addEventListener("pageshow", () => {
    form.querySelectorAll("button").forEach((button) => button.removeAttribute("disabled"));
  });
}

// Where there is room nothing is folded.
function unfolded() {
  if (!matchMedia("(min-width: 48rem)").matches) return;
  document.querySelectorAll("details[data-fold]").forEach((one) => one.setAttribute("open", ""));
  document.querySelectorAll("[data-unfold]").forEach((one) => one.remove());
}

unfolded();
document.querySelector("[data-focus]")?.focus();
document.querySelectorAll("form[data-drop]").forEach(dropping);
document.querySelectorAll("form[data-ends]").forEach(whenTaken);
document.querySelectorAll("form:not([data-ends])").forEach(onceOnly);
if (document.body.dataset.poll) watch();

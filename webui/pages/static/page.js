// What makes the pages smoother; every page works without it. No library, no cookie, no other address.
"use strict";

// ---- Suggestions while typing: the ARIA combobox with a list box, grouped by kind ----

function suggestions(input) {
  const names = input.closest("form").dataset;
  const list = document.createElement("div");
  const told = document.createElement("p");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", names.suggestions);
  list.hidden = true;
  told.className = "unseen";
  told.setAttribute("aria-live", "polite");
  input.parentElement.append(list, told);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
    ["aria-controls", list.id]]) input.setAttribute(name, value);

  let options = [], chosen = -1, timer = 0, asking = null, shownFor = "";

  function close() {
    clearTimeout(timer); // nor may an answer that is under way open it again
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(number) {
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = number;
    const option = options[chosen];
    if (option) {
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function go(option) {
    const language = new URLSearchParams(location.search).get("lang");
    location.href = option.dataset.url + (language ? (option.dataset.url.includes("?") ? "&" : "?") + "lang=" + language : "");
  }

  function show(found) {
    list.replaceChildren();
    options = [];
    for (const kind of ["directive", "speaker", "organisation", "article"]) {
      const own = found.filter((one) => one.kind === kind);
      if (!own.length) continue;
      const group = document.createElement("div"), heading = document.createElement("div");
      heading.className = "kind";
      heading.id = "suggested-" + kind;
      heading.textContent = names[kind];
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", heading.id);
      group.append(heading);
      for (const one of own) {
        const option = document.createElement("div");
        option.id = "suggestion-" + options.length;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.lang = "vi";
        option.textContent = one.text;
        option.dataset.url = one.url;
        options.push(option);
        group.append(option);
      }
      list.append(group);
    }
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
    told.textContent = options.length ? names.found.replace("{count}", options.length) : "";
  }

  async function ask() {
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    if (typed === shownFor && options.length) return;
    asking?.abort();
    asking = new AbortController();
    try {
      const reply = await fetch(names.suggest + "?q=" + encodeURIComponent(typed), { signal: asking.signal });
      if (!reply.ok) return close();
      const answer = await reply.json();
      shownFor = typed;
      if (document.activeElement === input) show(answer.suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close(); // offline: the search itself still works
    }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // a Vietnamese input method is still at work
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open) return event.key === "ArrowDown" ? (shownFor = "", ask()) : undefined;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1, places = options.length + 1;
      choose(((chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Escape") {
      if (open) event.preventDefault();
      close();
    } else if (event.key === "Enter" && open && options[chosen]) {
      event.preventDefault();
      go(options[chosen]);
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the field keeps the focus, so the list stays until the click
    const option = event.target.closest("[role=option]");
    if (option && event.button === 0) go(option);
  });
}

// ---- Keys: / to the field, j and k through the hits, n and p through the marks of an article, ? for help ----

function marks() {
  const all = [...document.querySelectorAll(".article mark")];
  const bar = document.querySelector(".marks");
  if (!all.length || !bar) return () => {};
  const place = bar.querySelector("output");
  let current = -1;
  bar.hidden = false;
  function step(by) {
    all[current]?.classList.remove("current");
    current = (current + by + all.length + (current < 0 && by < 0 ? 1 : 0)) % all.length;
    all[current].classList.add("current");
    all[current].scrollIntoView({ block: "center" });
    place.textContent = bar.dataset.place.replace("{number}", current + 1).replace("{count}", all.length);
  }
  place.textContent = bar.dataset.count.replace("{count}", all.length);
  bar.querySelector("[name=next]").addEventListener("click", () => step(1));
  bar.querySelector("[name=previous]").addEventListener("click", () => step(-1));
  return step;
}

function keys(step) {
  const help = document.getElementById("keys"), hits = [...document.querySelectorAll(".hit h2 a")];
  document.querySelectorAll("[data-opens=keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, dialog")) return;
    const at = hits.indexOf(document.activeElement);
    if (event.key === "/") document.getElementById("q").select(), document.getElementById("q").focus();
    else if (event.key === "?") help.showModal();
    else if (event.key === "j" && hits.length) hits[Math.min(at + 1, hits.length - 1)].focus();
    else if (event.key === "k" && hits.length) hits[Math.max(at - 1, 0)].focus();
    else if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else return;
    event.preventDefault();
  });
}

// ---- Copying: a citation that stands on the page, or a passage with where it is from ----

function copying() {
  document.querySelectorAll("button[data-copies], button[data-text]").forEach((button) => {
    if (!navigator.clipboard) return; // pages read over plain HTTP have none: the text can be marked by hand
    const shown = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { copies, text, done } = button.dataset;
      await navigator.clipboard.writeText(text ?? document.getElementById(copies).textContent.trim());
      button.textContent = done;
      setTimeout(() => { button.textContent = shown; }, 3000);
    });
  });
}

// ---- A form whose address always says what is chosen, so that it can be sent before anything is pressed ----

function keepAddress(form) {
  form.addEventListener("change", () => {
    const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", location.pathname + (String(said) && "?" + said));
  });
}

document.querySelectorAll("form[data-keeps-address]").forEach(keepAddress);
// ---- Finding a value inside a facet, in any accents ----

function folded(text) {
  return text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
}

function withinFacets() {
  document.querySelectorAll(".within input[type=search]").forEach((input) => {
    const section = input.closest("section"), more = section.querySelector("details");
    input.addEventListener("input", () => {
      const wanted = folded(input.value.trim());
      if (more) more.open = wanted !== "";
      section.querySelectorAll("li").forEach((line) => {
        const chosen = line.querySelector(".chosen");
        line.hidden = !chosen && !folded(line.querySelector("bdi").textContent).includes(wanted);
      });
    });
  });
}

withinFacets();
// ---- The basket: ids of chosen articles, kept in this browser alone ----

const BASKET = "tracuu.basket", MOST_CHOSEN = 50;

function chosen() {
  try {
    const kept = JSON.parse(localStorage.getItem(BASKET) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return []; // a browser that keeps nothing, or what something else has written there
  }
}

function basket() {
  const link = document.querySelector("a.basket"), name = link?.textContent;
  const buttons = [...document.querySelectorAll("button.to-basket")];
  function address() {
    const target = new URL(link.href);
    target.searchParams.delete("id");
    for (const id of chosen()) target.searchParams.append("id", id);
    return target.href;
  }
  function show() {
    const ids = chosen();
    for (const button of buttons) {
      button.textContent = ids.includes(button.dataset.id) ? button.dataset.out : button.dataset.in;
      button.hidden = false;
    }
    if (!link) return;
    link.textContent = ids.length ? `${name} (${ids.length})` : name;
    link.href = address();
  }
  function toggle(button) {
    const ids = chosen(), id = button.dataset.id, rest = ids.filter((one) => one !== id);
    const added = rest.length === ids.length;
    if (added && ids.length >= MOST_CHOSEN) {
      button.textContent = button.dataset.full;
      return;
    }
    try {
      localStorage.setItem(BASKET, JSON.stringify(added ? [...ids, id] : rest));
    } catch {
      button.disabled = true; // nothing may be kept here
      return;
    }
    show();
  }
  for (const button of buttons) button.addEventListener("click", () => toggle(button));
  show();
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", show); // a page that the browser kept while another one was read
  if (link && chosen().length && document.querySelector("[data-basket-page]") && !location.search.includes("id=")) {
    location.replace(address());
  }
}

basket();
const field = document.getElementById("q");
if (field) suggestions(field);
keys(marks());
copying();

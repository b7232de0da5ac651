/* What the pages do beyond plain links: statuses and seasonal paths come into the table once they
   are known; the panel beside the board takes the focus, opens at the number that was clicked, and
   Escape leads back. Everything works without this file. */

"use strict";

document.body.addEventListener("htmx:afterSwap", (event) => {
  const told = event.detail.target.querySelector("#plans-told");
  if (!told) return;
  const plans = new Map(Array.from(told.children, (plan) => [plan.dataset.plan, plan]));
  for (const place of document.querySelectorAll(".figures [data-plan]")) {
    const plan = plans.get(place.dataset.plan);
    if (!plan) continue;
    place.replaceChildren(...plan.childNodes);
    window.htmx.process(place);
  }
  told.remove();
});

(() => {
  const panel = document.getElementById("panel");
  if (!panel) return;
  const board = panel.parentElement;
  const boardAddress = window.location.href;
  let opener = null;

  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === panel) opener = event.detail.elt;
  });

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== panel) return;
    board.classList.add("with-panel");
    const hash = opener ? new URL(opener.href).hash.slice(1) : "";
    const section = hash ? document.getElementById(hash) : null;
    const heading = panel.querySelector("h2");
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: section !== null });
    if (section) section.scrollIntoView({ block: "nearest" });
  });

  const close = () => {
    if (!panel.hasChildNodes()) return;
    panel.replaceChildren();
    board.classList.remove("with-panel");
    window.history.replaceState(null, "", boardAddress);
    if (opener) opener.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  panel.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-close]");
    if (!closer) return;
    event.preventDefault();
    close();
  });
})();

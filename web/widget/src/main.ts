// The one script of a clinic's page: defines the element, and adds one with the attributes of the script's own tag.

import { MarrowChat, SCRIPT } from "./element";

function mount(): void {
  if (document.querySelector("marrow-chat")) return; // the page has placed it itself
  const chat = document.createElement("marrow-chat");
  Object.assign(chat.dataset, SCRIPT?.dataset);
  document.body.append(chat);
}

// Browsers that are older than constructable style sheets keep what the page has inside the element.
if ("adoptedStyleSheets" in Document.prototype && !customElements.get("marrow-chat")) {
  customElements.define("marrow-chat", MarrowChat);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
  else mount();
}

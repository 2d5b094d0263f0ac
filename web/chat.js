// The chat page: sends what a person types, shows what comes back. Builds DOM nodes only; keeps nothing but the id of the
// conversation, for as long as the tab is open.
"use strict";

const log = document.getElementById("log");
const form = document.getElementById("form");
const field = document.getElementById("text");
const status = document.getElementById("status");
const STORAGE_KEY = "marrow-conversation";
const LOST = "I cannot reach the guide just now. Your words are still in the box: please try again.";

function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

async function conversation() {
  let id = sessionStorage.getItem(STORAGE_KEY);
  if (!id) {
    id = (await post("/chat/conversations", {})).conversation;
    sessionStorage.setItem(STORAGE_KEY, id);
  }
  return id;
}

function source(citation) {
  const where = [citation.publisher, citation.year, citation.locator].filter(Boolean).join(", ");
  const says = citation.stance === "disputes" ? " (says otherwise)" : "";
  const title = /^https?:\/\//.test(citation.url || "")
    ? element("a", { href: citation.url, target: "_blank", rel: "noopener noreferrer" }, citation.title)
    : citation.title;
  return element("li", { value: citation.n }, title, `. ${where}${says}`);
}

function show(who, messages) {
  const entry = element("li", { className: who });
  const heading = messages.map((message) => (message.custom || {}).heading).find(Boolean);
  if (heading) entry.append(element("h2", { className: "topic" }, heading));
  for (const message of messages) {
    for (const line of (message.text || "").split("\n").filter(Boolean)) {
      entry.append(element("p", {}, line));
    }
    const turn = message.custom || {};
    if (turn.citations && turn.citations.length) {
      entry.append(element("h2", {}, "Sources"), element("ol", { className: "sources" }, ...turn.citations.map(source)));
    }
    if (turn.visit_sheet) {
      const sheet = `/chat/conversations/${sessionStorage.getItem(STORAGE_KEY)}/visit-sheet`;
      const link = (address, title) => element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, title);
      entry.append(element("p", {}, link(sheet, "My visit sheet, to print"), " ", link(`${sheet}.pdf`, "The same as a PDF")));
    }
    if (turn.reviewed_on) {
      entry.append(element("p", { className: "checked" }, `Checked against its sources on ${turn.reviewed_on}.`));
    }
  }
  const buttons = messages.flatMap((message) => message.buttons || []);
  if (buttons.length) {
    const row = element("div", { className: "replies" });
    for (const button of buttons) {
      row.append(element("button", { type: "button", onclick: () => say(button.title, button.payload) }, button.title));
    }
    entry.append(row);
  }
  log.append(entry);
  entry.scrollIntoView({ block: "start" });
}

async function say(shown, sent) {
  status.textContent = "The guide is looking that up.";
  try {
    const answer = await post(`/chat/conversations/${await conversation()}/messages`, { text: sent });
    document.querySelectorAll(".replies").forEach((row) => row.remove());
    show("person", [{ text: shown }]);
    show("guide", answer.messages);
    status.textContent = "";
    return true;
  } catch {
    status.textContent = LOST;
    return false;
  }
}

// A pasted report has several lines; Enter sends, as in every chat, and Shift+Enter begins a new line.
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (text && (await say(text, text))) field.value = "";
  field.focus();
});

show("guide", [{ text: "Hello. Ask me anything about bone marrow edema: what it is, its causes, scans, treatment, recovery." }]);
field.focus();

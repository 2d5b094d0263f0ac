// The panel as nodes: header, emergency line, conversation, what is going on, the field to write in.

import { h, icon, ICONS, type Child } from "./dom";
import { entry, type Around, type Said } from "./entry";
import { safeAddress } from "./links";
import { strings } from "./strings";

export interface Options { title: string; page: boolean }

/** What a person does, told to whoever carries it out. */
export interface Wishes {
  say: (text: string) => void;
  close: () => void;
  menu: [words: string, act: () => void][];
}

const SHORT = 0.3; // share of the height that a question may take of the answer below it

export class View {
  readonly title: HTMLHeadingElement;
  readonly field = h("textarea", { rows: 1, autocomplete: "off", enterkeyhint: "send", id: "field" });
  readonly said: Said[] = [];
  private readonly log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions",
    "aria-label": strings.conversation, tabindex: 0 });
  private readonly status = h("div", { class: "status", role: "status" });
  private readonly talk: HTMLElement;
  private readonly aside = h("section", { class: "aside-page", tabindex: -1, hidden: true, "aria-labelledby": "aside" });
  private readonly opener: HTMLButtonElement;
  private readonly line = h("span", {}, strings.emergency);
  private slow = 0;

  constructor(readonly root: HTMLElement, options: Options, wishes: Wishes, readonly around: Around) {
    this.title = h(options.page ? "h1" : "h2", { id: "title", tabindex: -1 }, options.title);
    const toggle = (): void => void (this.back() || this.menu(wishes.menu));
    this.opener = h("button", { type: "button", "aria-expanded": "false", onclick: toggle }, icon(ICONS.menu), strings.menu);
    const close = h("button", { type: "button", "aria-label": strings.close, onclick: wishes.close }, icon(ICONS.close));
    this.talk = h("div", { class: "talk" }, this.log, this.status, this.form(wishes.say));
    root.append(h("header", {}, this.title, this.opener, !options.page && close));
    root.append(h("p", { class: "emergency" }, icon(ICONS.alert), this.line), this.talk, this.aside);
  }

  /** The number to call in the line that is always there. */
  emergency(number: string | null): void {
    const address = number && safeAddress(`tel:${number.replace(/[^\d+*#]/g, "")}`);
    if (address) this.line.replaceChildren(strings.emergencyCall, h("a", { href: address }, number), ".");
  }

  /** Show an entry; `quiet` ones were said before and are not announced again. */
  add(said: Said, quiet = false): void {
    this.said.push(said);
    this.log.querySelectorAll(".replies").forEach((row) => row.remove());
    if (quiet) this.log.setAttribute("aria-live", "off");
    const node = entry(said, this.around);
    this.log.append(node);
    if (quiet) setTimeout(() => this.log.setAttribute("aria-live", "polite"), 500);
    if (node.matches(".escalate")) this.back(); // more pressing than what is shown in its place
    this.bringIntoView(node);
  }

  /** Show a reply from its beginning, with the question above it where that is short; an emergency always comes first. */
  private bringIntoView(node: HTMLElement): void {
    const above = node.previousElementSibling;
    const withQuestion = above instanceof HTMLElement && above.matches(".person") && node.matches(".guide:not(.escalate)")
      && above.offsetHeight < this.log.clientHeight * SHORT;
    (withQuestion ? above : node).scrollIntoView({ block: "start" });
  }

  clear(): void {
    this.said.length = 0;
    this.log.replaceChildren();
    this.quiet();
  }

  /** The last entry takes the focus: what had it before is gone. */
  focusLast(): void {
    (this.log.lastElementChild as HTMLElement | null)?.focus({ preventScroll: true });
  }

  /** A short word on what was done. */
  tell(text: string): void {
    this.now(h("p", {}, text));
  }

  waiting(): void {
    this.now(h("p", {}, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), strings.waiting));
    this.slow = window.setTimeout(() => this.tell(strings.slow), 10_000);
  }

  trouble(text: string, again: () => void): void {
    const retry = h("button", { type: "button", onclick: again }, strings.retry);
    this.now(h("p", { class: "trouble" }, icon(ICONS.alert), text), retry);
  }

  quiet(): void {
    this.now();
  }

  private now(...nodes: Node[]): void {
    clearTimeout(this.slow);
    const focused = this.status.contains((this.root.getRootNode() as ShadowRoot).activeElement);
    this.status.replaceChildren(...nodes);
    if (focused) this.log.focus({ preventScroll: true }); // "try again" was pressed and is gone
  }

  /** Show something in place of the conversation, with a way back. */
  page(heading: string, content: Child[], back = strings.back): void {
    const leave = h("button", { type: "button", onclick: () => this.back() }, icon(ICONS.back), back);
    const title = h(this.around.heading, { id: "aside" }, heading);
    this.aside.replaceChildren(title, ...content.filter((one): one is Node => !!one), leave);
    this.show(true);
    this.aside.focus();
    this.aside.scrollTop = 0;
  }

  /** Back to the conversation; false when it was there. */
  back(): boolean {
    if (this.aside.hidden) return false;
    this.show(false);
    this.opener.focus();
    return true;
  }

  private show(aside: boolean): void {
    this.talk.hidden = aside;
    this.aside.hidden = !aside;
    this.opener.setAttribute("aria-expanded", String(aside));
  }

  private menu(wishes: Wishes["menu"]): void {
    const choose = (act: () => void) => (): void => {
      this.back();
      act();
    };
    this.page(strings.menu, [h("ul", { class: "items" },
      ...wishes.map(([words, act]) => h("li", {}, h("button", { type: "button", onclick: choose(act) }, words))))]);
  }

  private form(say: (text: string) => void): HTMLElement {
    const form = h("form", {}, h("label", { for: "field" }, strings.question),
      h("div", { class: "row" }, this.field, h("button", { type: "submit" }, icon(ICONS.send), strings.send)),
      h("p", { class: "small", id: "hint" }, h("span", { class: "hidden" }, strings.keys), strings.hint));
    this.field.setAttribute("aria-describedby", "hint");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.field.value.trim();
      this.field.value = "";
      if (text) say(text);
    });
    // A pasted report has several lines; Enter sends, as in every chat, and Shift+Enter begins a new line.
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    return form;
  }
}


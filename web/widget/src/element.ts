// <marrow-chat>: a launcher with its panel, or with data-mode="page" the whole page.

import { palette, parse } from "./accent";
import { Api } from "./api";
import { Conversation } from "./conversation";
import { h, icon, ICONS } from "./dom";
import type { Around } from "./entry";
import { safeAddress } from "./links";
import { about, confirmForgetting, visitSheet } from "./pages";
import { Session } from "./session";
import { strings } from "./strings";
import { STYLE } from "./style";
import { asText, copy, print } from "./transcript";
import { View } from "./view";

const DEFAULT_ACCENT = "#0b5c8a";
const SMALL = "(max-width: 30em), (max-height: 30em)"; // the panel then covers the page, as in style.ts
export const SCRIPT = document.currentScript as HTMLScriptElement | null;

export class MarrowChat extends HTMLElement {
  static readonly observedAttributes = ["data-accent"];
  private readonly colors = new CSSStyleSheet();
  private readonly session = new Session();
  private launcher: HTMLButtonElement | null = null;
  private panel: HTMLDialogElement | null = null;
  private conversation: Conversation | null = null;
  private view: View | null = null;

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style, this.colors];
    this.lang = strings.lang;
    this.dir = "ltr"; // of the strings; what is said has its own direction
    this.paint();
    if (this.dataset.mode === "page") {
      const main = h("main", { class: "panel" });
      root.append(main);
      this.fill(main);
      return;
    }
    this.launcher = h("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick: () => this.open() },
      icon(ICONS.chat), h("span", {}, strings.launcher));
    this.panel = h("dialog", { class: "panel", "aria-labelledby": "title" });
    this.panel.addEventListener("close", () => this.closed());
    this.panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.escape();
    });
    root.append(this.launcher, this.panel);
  }

  attributeChangedCallback(): void {
    if (this.shadowRoot) this.paint();
  }

  /** Open the panel; on a small screen it covers the page and keeps the focus. */
  open(): void {
    const { panel, launcher } = this;
    if (!panel || !launcher || panel.open) return;
    if (!this.view) this.fill(panel);
    launcher.hidden = true;
    if (matchMedia(SMALL).matches) panel.showModal();
    else panel.show();
    this.focusStart();
  }

  close(): void {
    this.panel?.close();
  }

  private closed(): void {
    if (!this.launcher) return;
    this.launcher.hidden = false;
    this.launcher.focus();
  }

  /** Esc goes one step back: to the conversation, or out of the panel. */
  private escape(): void {
    if (!this.view?.back()) this.close();
  }

  /** A keyboard on the screen would cover the greeting, so there the heading takes the focus. */
  private focusStart(): void {
    const touch = matchMedia("(pointer: coarse)").matches;
    (touch ? this.view?.title : this.view?.field)?.focus({ preventScroll: true });
  }

  private fill(panel: HTMLElement): void {
    const page = this.dataset.mode === "page";
    const api = new Api(this.base());
    const around: Around = {
      base: api.base,
      heading: page ? "h2" : "h3",
      sheet: (ending) => this.session.token && api.sheet(this.session.token, ending),
      reply: ({ payload, title }) => {
        this.conversation?.say(payload, title);
        this.view?.focusLast();
      },
      feedback: (answer, helpful, word) => api.feedback(this.session.token ?? "", answer, helpful, word),
    };
    const title = this.dataset.title || strings.title;
    const view = new View(panel, { title, page }, {
      say: (text) => this.conversation?.say(text),
      close: () => this.close(),
      menu: this.menu(api, around, title),
    }, around);
    this.view = view;
    this.conversation = new Conversation(api, this.session, view);
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.escape();
    });
    api.clinic().then(({ emergency }) => view.emergency(emergency ?? null), () => undefined); // the line has words without it
    fitKeyboard(this);
    void this.conversation.restore();
    if (page) this.focusStart();
  }

  private menu(api: Api, around: Around, title: string): [string, () => void][] {
    const view = (): View => this.view as View;
    const forget = (): void => {
      if (!this.session.all.length) view().tell(strings.nothingToForget);
      else confirmForgetting(view(), () => (this.conversation as Conversation).forget());
    };
    return [
      [strings.about, () => about(view(), api, safeAddress(this.dataset.privacy), () => { view().back(); forget(); })],
      [strings.visitSheet, () => visitSheet(view(), around.sheet)],
      [strings.copy, async () => {
        const copied = await copy(asText(view().said), view().root);
        view().tell(copied ? strings.copied : strings.notCopied);
      }],
      [strings.print, () => print(view().said, title, around) || view().tell(strings.notPrinted)],
      [strings.restart, () => {
        this.conversation?.restart();
        view().focusLast();
      }],
      [strings.forget, forget],
    ];
  }

  /** The bot's folder: data-bot, else where the script came from. */
  private base(): URL {
    return new URL(this.dataset.bot || ".", this.dataset.bot ? document.baseURI : SCRIPT?.src || document.baseURI);
  }

  private paint(): void {
    const probe = h("span", { hidden: true });
    this.shadowRoot?.append(probe);
    const read = (color: string): ReturnType<typeof parse> => {
      probe.style.color = "";
      probe.style.color = color;
      return probe.style.color ? parse(getComputedStyle(probe).color) : null;
    };
    const fallback = read(DEFAULT_ACCENT) ?? [0, 0, 0];
    const accent = read(this.dataset.accent || `var(--marrow-accent, ${DEFAULT_ACCENT})`) ?? fallback;
    probe.remove();
    const rules = Object.entries(palette(accent)).map(([name, value]) => `${name}:${value}`);
    this.colors.replaceSync(`:host{${rules.join(";")}}`);
  }
}

/** A keyboard on the screen leaves less room than the page believes. */
function fitKeyboard(host: HTMLElement): void {
  const visible = window.visualViewport;
  visible?.addEventListener("resize", () => host.style.setProperty("--visible", `${visible.height}px`));
}

// The conversation outside the widget: as text to copy, as a page to print.

import type { Turn } from "./api";
import { h } from "./dom";
import { day, entry, headingOf, lines, turnOf, type Around, type Said } from "./entry";
import { strings } from "./strings";
import { PRINT_STYLE } from "./style";

export function asText(said: readonly Said[]): string {
  return said.map((one) => {
    const { turn, mainAt } = turnOf(one.messages);
    const heading = headingOf(turn);
    const words = one.messages.flatMap(({ text }, at) => {
      const main = at === mainAt;
      const said = lines(text).map((line, number) => (main ? label(turn, number) : "") + line);
      return main && heading ? [heading, ...said] : said;
    });
    const cited = (turn.citations ?? []).map(({ n, title, publisher, year, url, stance }) =>
      [`[${n}] ${title}`, publisher, year, url, stance === "disputes" && strings.disputes].filter(Boolean).join(", "),
    );
    const who = one.by === "person" ? strings.youSaid : strings.guideSaid;
    return [who.trim(), ...words, ...cited].join("\n");
  }).join("\n\n");
}

/** What stands over a line in the chat stands before it in a text. */
function label(turn: Turn, number: number): string {
  const title = turn.next_steps?.includes(number) ? strings.nextStep : turn.otherwise?.includes(number) && strings.otherwise;
  return title ? `${title}: ` : "";
}

/** Copy a text; false when the browser does not allow it. `root` is where a field may be put for a moment. */
export async function copy(text: string, root: Node): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages without https have no clipboard, but can copy a selection.
    const field = h("textarea", { class: "hidden", readonly: true });
    field.value = text;
    root.appendChild(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}

/** Open a page of its own and print it: the page around the widget stays as it is. False when no page was opened. */
export function print(said: readonly Said[], title: string, { base, sheet }: Around): boolean {
  const opened = window.open("", "_blank");
  if (!opened) return false;
  const page = opened.document;
  page.title = title;
  page.documentElement.lang = strings.lang;
  const sheetOfPage = new (opened as unknown as typeof globalThis).CSSStyleSheet();
  sheetOfPage.replaceSync(PRINT_STYLE);
  page.adoptedStyleSheets = [sheetOfPage];
  const today = day(new Date().toISOString().slice(0, 10));
  page.body.append(
    h("main", {}, h("h1", {}, title), h("p", { class: "small" }, strings.printedOn(today)),
      ...said.map((one) => entry(one, { base, heading: "h2", sheet }))),
  );
  const images = Array.from(page.images).map((image) => image.decode().catch(() => undefined));
  void Promise.all(images).then(() => opened.print());
  return true;
}

// Which addresses become links, and how text with [n] marks, addresses and e-mail addresses becomes nodes.

import { h } from "./dom";
import { strings } from "./strings";

const SAFE = ["http:", "https:", "mailto:", "tel:"];
const PARTS = /\[(\d{1,3})\]|https?:\/\/[^\s<>"'()[\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const TRAILING = /[.,;:!?]+$/;

/** The address when it is absolute and harmless to follow, else null. */
export function safeAddress(address: unknown): string | null {
  try {
    const url = new URL(String(address));
    return SAFE.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** An address below the bot's own origin, else null. */
export function ownAddress(address: unknown, base: URL): string | null {
  try {
    const url = new URL(String(address), base);
    return url.origin === base.origin && /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link, in a new tab where it leads to a page; the words alone when the address is not safe. */
export function link(address: unknown, words: string, className = ""): HTMLElement {
  const safe = safeAddress(address);
  if (!safe) return h("span", {}, words);
  if (!safe.startsWith("http")) return h("a", { href: safe, class: className || null }, words);
  return h(
    "a",
    { href: safe, target: "_blank", rel: "noopener noreferrer", class: className || null },
    words,
    h("span", { class: "hidden" }, strings.newTab),
  );
}

/** The nodes of one line; `mark` makes the node of an [n], or returns null when there is no such source. */
export function rich(line: string, mark: (number: number) => Node | null): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const found of line.matchAll(PARTS)) {
    const text = found[1] ? found[0] : found[0].replace(TRAILING, "");
    const at = found.index ?? 0;
    const node = found[1] ? mark(Number(found[1])) : link(text.includes("://") ? text : `mailto:${text}`, text);
    if (!node) continue;
    nodes.push(line.slice(end, at), node);
    end = at + text.length;
  }
  nodes.push(line.slice(end));
  return nodes.filter((node) => node !== "");
}

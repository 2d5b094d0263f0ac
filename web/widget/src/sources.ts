// The numbered sources of an answer, and the marks in its text that lead to them.

import type { Citation } from "./api";
import { h } from "./dom";
import { link } from "./links";
import { strings } from "./strings";

/** `node` to show below the answer; `mark(n)` makes the [n] that opens it at that source, null where it stays text. */
export interface Sources {
  node: HTMLDetailsElement;
  mark: (number: number) => HTMLElement | null;
}

/** `paper`: open, with nothing to press; `picture`: its sources have letters, so that none is taken for one of the answer. */
export function sources(citations: Citation[], paper: boolean, picture = false): Sources {
  const items = new Map(citations.map((citation) => [citation.n, item(citation)]));
  const list = h("ol", { type: picture && "A" }, ...items.values());
  const words = (picture ? strings.pictureSources : strings.sources)(items.size);
  const node = h("details", { class: "sources", open: paper }, h("summary", {}, words), list);

  function mark(number: number): HTMLElement | null {
    const target = items.get(number);
    if (!target || paper) return null;
    const show = (): void => {
      node.open = true;
      target.focus();
      target.scrollIntoView({ block: "nearest" });
    };
    return h("button", { type: "button", class: "mark", "aria-label": strings.mark(number), onclick: show }, `[${number}]`);
  }
  return { node, mark };
}

function item(citation: Citation): HTMLLIElement {
  const facts = [citation.authors, citation.publisher, citation.year ?? strings.noYear, citation.locator];
  return h(
    "li",
    { value: citation.n, tabindex: -1, dir: "auto" },
    link(citation.url, citation.title),
    h("span", { class: "facts" }, facts.filter(Boolean).join(", ")),
    citation.stance === "disputes" && h("strong", { class: "disputes" }, strings.disputes),
  );
}

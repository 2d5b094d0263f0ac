// Builds DOM nodes. Nothing in the widget ever turns a string into markup.

export type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: Event) => void);

/** An element with attributes, listeners (`onclick: function`) and children; false, null and undefined are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child): child is Node | string => !!child));
  return node;
}

/** A line drawing of 24 by 24 units, hidden from screen readers. */
export function icon(path: string): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  chat: "M21 11.5a8.5 8 0 0 1-12.6 7L3 20.5l1.7-4.6A8 8 0 1 1 21 11.5zM8.5 10h7M8.5 13.5h4.5",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M4 7h16M4 12h16M4 17h16",
  send: "M4 12h14M12 5l7 7-7 7",
  alert: "M12 3.5L22 20.5H2zM12 10v5M12 17.6v.4",
  back: "M20 12H6M12 5l-7 7 7 7",
  next: "M5 12.5l4.5 4.5L19 7.5",
};

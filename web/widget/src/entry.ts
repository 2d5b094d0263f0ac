// One entry of the conversation as nodes: what a person said, or all messages of one reply.

import type { Area, Button, Message, Picture, Turn } from "./api";
import { h, icon, ICONS, type Child } from "./dom";
import { feedback, type SendFeedback } from "./feedback";
import { link, ownAddress, rich } from "./links";
import { sources } from "./sources";
import { strings } from "./strings";

export interface Said { by: "person" | "guide"; messages: Message[] }

/** What an entry needs from around it. Without `reply` and `feedback` it is only to be read, as on paper. */
export interface Around {
  base: URL;
  heading: "h2" | "h3";
  sheet: (ending: string) => string | null;
  reply?: (button: Button) => void;
  feedback?: SendFeedback;
}

export function entry(said: Said, around: Around): HTMLElement {
  const person = said.by === "person";
  const node = h("div", { class: `entry ${said.by}`, tabindex: -1 });
  node.append(h("span", { class: "hidden" }, person ? strings.youSaid : strings.guideSaid));
  if (person) node.append(...said.messages.flatMap(({ text }) => lines(text).map((line) => h("p", { dir: "auto" }, line))));
  else node.append(...reply(said.messages, around, node));
  return node;
}

export function lines(text: string | undefined): string[] {
  return String(text ?? "").split("\n").filter((line) => line.trim());
}

export function day(date: string): string {
  const parsed = new Date(`${date}T00:00:00Z`);
  if (isNaN(parsed.getTime())) return date;
  return parsed.toLocaleDateString(strings.dateLocale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** The turn of a reply, and which message it belongs to: the one that carries it, or the text right before that. */
export function turnOf(messages: Message[]): { turn: Turn; turnAt: number; mainAt: number } {
  const turnAt = messages.findIndex(({ custom }) => custom);
  return { turn: messages[turnAt]?.custom ?? { kind: "" }, turnAt, mainAt: messages[turnAt]?.text ? turnAt : turnAt - 1 };
}

/** What stands over the main text: the answer's heading, or how pressing it is. */
export function headingOf(turn: Turn): string | null | undefined {
  return turn.kind === "escalate" ? strings.urgency[turn.urgency ?? "emergency"] : turn.heading;
}

function reply(messages: Message[], around: Around, node: HTMLElement): Node[] {
  const { turn, turnAt, mainAt } = turnOf(messages);
  node.classList.add(turn.kind.replace(/\W/g, "") || "plain");
  if (turn.language) node.lang = turn.language;

  const list = turn.citations?.length ? sources(turn.citations, !around.reply) : null;
  const mark = (number: number): Node | null => list?.mark(number) ?? null;
  const nodes: Child[] = messages.flatMap(({ text }, at) => {
    if (!text) return [];
    const main = at === mainAt;
    const others: Node[] = [];
    const said = lines(text).map((line, number) => {
      const node = h("p", { dir: "auto" }, ...rich(line, mark));
      if (main && turn.otherwise?.includes(number)) {
        others.push(node);
        return null;
      }
      return main && turn.next_steps?.includes(number) ? nextStep(node) : node;
    });
    return [
      h("div", { class: main || turnAt < 0 ? "said" : "said aside" }, ...(main ? above(turn, around) : []), ...said),
      others.length > 0 && h("details", { class: "otherwise", open: !around.reply }, h("summary", {}, strings.otherwise), ...others),
    ];
  });
  nodes.push(
    ...(turn.pictures ?? []).map((picture) => figure(picture, around)),
    turn.visit_sheet && visitSheet(around),
    list?.node,
    below(turn),
    turn.kind === "answer" && turn.answer_id && around.feedback && feedback(turn.answer_id, around.feedback),
    quickReplies(messages.flatMap(({ buttons }) => buttons ?? []), around),
  );
  return nodes.filter((child): child is Node => child instanceof Node);
}

function nextStep(text: Node): HTMLElement {
  return h("div", { class: "next" }, h("p", { class: "label" }, icon(ICONS.next), strings.nextStep), text);
}

function above(turn: Turn, { heading }: Around): Child[] {
  const urgent = turn.kind === "escalate";
  const words = headingOf(turn);
  const call = urgent && turn.call ? link(turn.call.href, turn.call.title, "call") : null;
  return [words && h(heading, { dir: "auto" }, urgent && icon(ICONS.alert), words), call];
}

function below(turn: Turn): Child {
  const parts = [
    turn.written_on && strings.written(day(turn.written_on)),
    turn.changed && strings.changed(day(turn.changed.on)),
    turn.reviewed_on && strings.checked(day(turn.reviewed_on)),
  ].filter(Boolean);
  return parts.length > 0 && h("p", { class: "small" }, parts.join(" "));
}

function figure({ src, title, alt, sources: behind, areas }: Picture, { base, reply }: Around): Child {
  const address = ownAddress(src, base);
  if (!address) return null;
  const image = h("img", { src: address, alt: alt || title, referrerpolicy: "no-referrer", decoding: "async" });
  const presses = reply ? (areas ?? []).map((one) => area(one, reply)) : [];
  const caption = h("figcaption", { dir: "auto" }, h("strong", {}, title), h("br"), link(address, strings.picture));
  const numbered = (behind ?? []).map((source, at) => ({ ...source, n: at + 1 }));
  const list = numbered.length > 0 && sources(numbered, !reply, true).node;
  const hint = presses.length > 0 && h("p", { class: "small" }, strings.press);
  return h("figure", {}, hint, h("div", { class: "map" }, image, ...presses), caption, list);
}

function area({ title, ask, box }: Area, reply: (button: Button) => void): HTMLElement {
  const node = h("button", { type: "button", "aria-label": title, onclick: () => reply({ title: ask, payload: ask }) });
  (["left", "top", "width", "height"] as const).forEach((side, at) => (node.style[side] = `${Number(box[at])}%`));
  return node;
}

function visitSheet({ sheet }: Around): Child {
  const [page, pdf] = [sheet(""), sheet(".pdf")];
  return page && pdf ? h("p", { class: "sheet" }, link(page, strings.sheet), h("br"), link(pdf, strings.sheetPdf)) : null;
}

function quickReplies(buttons: Button[], { reply }: Around): Child {
  if (!reply || !buttons.length) return null;
  const row = buttons.map((button) =>
    h("button", { type: "button", dir: "auto", onclick: () => reply(button) }, String(button.title)),
  );
  return h("div", { class: "replies", role: "group", "aria-label": strings.suggestions }, ...row);
}

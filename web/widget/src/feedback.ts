// "Helpful" or "not helpful" under an answer, then an optional word.

import { h } from "./dom";
import { strings } from "./strings";

/** Rejects when it could not be noted. */
export type SendFeedback = (answer: string, helpful: boolean, word?: string) => Promise<void>;

const LONGEST_WORD = 500;

export function feedback(answer: string, send: SendFeedback): HTMLElement {
  const status = h("p", { class: "small", role: "status", tabindex: -1 });
  // Off, so that not every new answer is followed by a reading of these buttons.
  const row = h("div", { class: "feedback", role: "group", "aria-label": strings.helpful, "aria-live": "off" });

  async function noted(helpful: boolean, word?: string): Promise<boolean> {
    try {
      await send(answer, helpful, word);
    } catch {
      status.textContent = strings.notNoted;
      return false;
    }
    status.textContent = strings.thanks;
    return true;
  }

  async function judge(helpful: boolean): Promise<void> {
    if (!(await noted(helpful))) return;
    const field = h("input", { type: "text", maxlength: LONGEST_WORD, autocomplete: "off" });
    const say = async (event: Event): Promise<void> => {
      event.preventDefault();
      const word = field.value.trim();
      if (word && (await noted(helpful, word))) show();
    };
    const label = h("label", {}, strings.word, field);
    show(h("form", { onsubmit: say }, label, h("button", { type: "submit" }, strings.wordSend)));
  }

  function show(...below: Node[]): void {
    row.replaceChildren(status, ...below);
    status.focus({ preventScroll: true }); // the button that was pressed is gone
  }

  row.append(
    h("span", { "aria-hidden": "true" }, strings.helpful),
    h("button", { type: "button", onclick: () => void judge(true) }, strings.yes),
    h("button", { type: "button", onclick: () => void judge(false) }, strings.no),
    status,
  );
  return row;
}

// What is shown in place of the conversation: what this is, and the question before everything is deleted.

import type { Api } from "./api";
import { h, type Child } from "./dom";
import { link } from "./links";
import { strings } from "./strings";
import type { View } from "./view";

/** What the guide is and is not, and who stands behind it; `privacy`: the clinic's own page about it, if any. */
export function about(view: View, api: Api, privacy: string | null, forget: () => void): void {
  const links = [link(api.base.href, strings.fullPage), privacy && link(privacy, strings.privacy)].filter(Boolean) as Child[];
  const sub = view.around.heading === "h2" ? "h3" : "h4";
  const behind = h("div");
  api.clinic().then((clinic) => behind.append(h("dl", {}, ...strings.behind.flatMap(([field, title]) =>
    [h("dt", {}, title), h("dd", { dir: "auto" }, clinic[field] || strings.notFilled)]))),
  () => behind.append(h("p", {}, strings.notReadable)));
  view.page(strings.about, [
    ...strings.aboutSections.flatMap(({ title, text }) => [h(sub, {}, title), h("p", {}, text)]),
    h("p", {}, h("button", { type: "button", onclick: forget }, strings.forget)),
    h(sub, {}, strings.behindTitle),
    behind,
    h(sub, {}, strings.aboutLinks),
    h("ul", {}, ...links.map((one) => h("li", {}, one))),
  ]);
}

/** Where the sheet of this conversation is; `sheet` gives null as long as there is none. */
export function visitSheet(view: View, sheet: (ending: string) => string | null): void {
  const [page, pdf] = [sheet(""), sheet(".pdf")];
  const links = h("ul", {}, h("li", {}, link(page, strings.sheet)), h("li", {}, link(pdf, strings.sheetPdf)));
  view.page(strings.visitSheet, [h("p", {}, page ? strings.visitSheetText : strings.noVisitSheet), page && links]);
}

/** Ask once, then say what happened. `forget` resolves to false when something is left. */
export function confirmForgetting(view: View, forget: () => Promise<boolean>): void {
  const status = h("p", { role: "status" });
  const yes = h("button", { type: "button", class: "danger" }, strings.forgetYes);
  yes.addEventListener("click", async () => {
    status.textContent = strings.forgetting;
    if (!(await forget())) {
      status.textContent = strings.notForgotten;
      return;
    }
    view.back();
    view.focusLast();
  });
  view.page(strings.forgetTitle, [h("p", {}, strings.forgetText), h("p", {}, yes), status], strings.forgetNo);
}

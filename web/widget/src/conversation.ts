// What happens in a conversation: messages wait in an outbox until the bot has answered them, one at a time.

import { Api, Refused, Unreachable, type Message } from "./api";
import type { Said } from "./entry";
import type { Session } from "./session";
import { strings } from "./strings";
import type { View } from "./view";

interface Waiting { id: string; text: string }

const PAUSES_MS = [800, 2500]; // before the second and the third try

export class Conversation {
  private outbox: Waiting[] = [];
  private flight: Promise<void> | null = null;
  private timer = 0;

  constructor(private readonly api: Api, private readonly session: Session, private readonly view: View) {
    window.addEventListener("online", () => (this.outbox.length ? this.send() : view.quiet()));
    window.addEventListener("offline", () => this.outbox.length || view.tell(strings.offlineIdle));
  }

  /** Say `text`; the person reads `shown`. */
  say(text: string, shown = text): void {
    this.view.add({ by: "person", messages: [{ text: shown }] });
    this.outbox.push({ id: newId(), text });
    this.send();
  }

  /** Show what was said so far in this tab; the greeting when nothing was. */
  async restore(): Promise<void> {
    const { token } = this.session;
    if (!token) return this.greet();
    try {
      const messages = await this.api.history(token);
      this.view.clear();
      this.greet(true);
      for (const said of turns(messages)) this.view.add(said, true);
    } catch (error) {
      if (error instanceof Refused) {
        this.session.drop(token);
        return this.greet();
      }
      this.view.trouble(strings.notLoaded, () => void this.restore());
    }
  }

  /** Begin a new conversation; the one before stays known, to be deleted with the rest. */
  restart(): void {
    this.outbox = [];
    this.session.leave();
    this.view.clear();
    this.greet(false, strings.restarted);
  }

  /** Delete every conversation of this tab; says what happened. False when something is left. */
  async forget(): Promise<boolean> {
    this.outbox = [];
    await this.flight; // an answer that is under way must not be kept after the rest is deleted
    let said: Message[] = [];
    for (const token of this.session.all) {
      try {
        said = await this.api.forget(token);
      } catch (error) {
        if (!(error instanceof Refused && error.status === 404)) return false; // 404: it is gone already
      }
      this.session.drop(token);
    }
    this.view.clear();
    this.view.add({ by: "guide", messages: said.length ? said : [{ text: strings.forgotten }] });
    return true;
  }

  private greet(quiet = true, text = strings.greeting): void {
    const starters = strings.starters.map((question) => ({ title: question, payload: question }));
    this.view.add({ by: "guide", messages: [{ text, buttons: starters }] }, quiet);
  }

  private send(): void {
    clearTimeout(this.timer);
    this.flight ??= this.deliverAll().finally(() => (this.flight = null));
  }

  private async deliverAll(): Promise<void> {
    for (let message = this.outbox[0]; message; message = this.outbox[0]) {
      this.view.waiting();
      try {
        await this.deliver(message);
      } catch (error) {
        if (message !== this.outbox[0]) continue; // it was given up meanwhile
        if (this.failed(error, message)) return;
      }
    }
    this.view.quiet();
  }

  private async deliver(message: Waiting): Promise<void> {
    const token = this.session.token ?? (await patiently(() => this.api.begin()));
    if (message !== this.outbox[0]) return;
    if (!this.session.token) this.session.begin(token);
    const answer = await patiently(() => this.api.send(token, message.text, message.id));
    const another = answer.conversation !== undefined && answer.conversation !== token;
    if (another) this.session.renew(token, answer.conversation!); // even if given up meanwhile: to be deleted with the rest
    if (message !== this.outbox[0]) return;
    this.outbox.shift();
    if (another) this.view.add({ by: "guide", messages: [{ text: strings.notStarted }] });
    this.view.add({ by: "guide", messages: answer.messages });
  }

  /** Say what went wrong; true when the message stays in the outbox. */
  private failed(error: unknown, message: Waiting): boolean {
    const again = (): void => this.send();
    if (!(error instanceof Refused)) {
      this.view.trouble(navigator.onLine ? strings.lost : strings.offline, again);
      return true;
    }
    if (error.wait) {
      this.view.trouble(error.messages.map(({ text }) => text).filter(Boolean).join(" ") || strings.lost, again);
      this.timer = window.setTimeout(again, error.wait * 1000);
      return true;
    }
    this.outbox.shift();
    this.view.add({ by: "guide", messages: error.messages.length ? error.messages : [{ text: strings.refused }] });
    if (!this.view.field.value) this.view.field.value = message.text; // to be made shorter, not typed again
    return false;
  }
}

/** Try a few times while nothing comes back. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Unreachable) || !navigator.onLine) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return act();
}

/** The messages in turns: what a person said, and all that came back. */
function turns(messages: Message[]): Said[] {
  const said: Said[] = [];
  for (const message of messages) {
    const by = message.from === "person" ? "person" : "guide";
    const last = said[said.length - 1];
    if (last && last.by === by && by === "guide") last.messages.push(message);
    else said.push({ by, messages: [message] });
  }
  return said;
}

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

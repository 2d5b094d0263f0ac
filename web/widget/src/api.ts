// Talks to the bot's web channel over HTTP. The shapes are those of contract/turn.schema.json.

export interface Button { title: string; payload: string }
export interface Citation {
  n: number;
  title: string;
  authors?: string | null;
  publisher?: string | null;
  year?: number | null;
  url?: string | null;
  locator?: string | null;
  stance?: string;
}
/** Something to press in a picture: left, top, width and height of `box` in percent; `ask` is what to say then. */
export interface Area { title: string; ask: string; box: number[] }
export interface Picture {
  src: string;
  title: string;
  alt: string;
  sources?: Omit<Citation, "n">[];
  areas?: Area[];
}
export interface Turn {
  kind: string;
  heading?: string | null;
  answer_id?: string | null;
  citations?: Citation[];
  written_on?: string;
  reviewed_on?: string | null;
  changed?: { on: string; because: string } | null;
  visit_sheet?: boolean;
  pictures?: Picture[];
  urgency?: string | null;
  call?: { title: string; href: string } | null;
  language?: string | null;
  next_steps?: number[]; // lines of the text, counted from 0, that say what to do next
  otherwise?: number[]; // those with what other sources say instead
}
export interface Message { from?: "person" | "guide"; text?: string; buttons?: Button[]; custom?: Turn }
/** What the clinic's settings say; null where nobody has filled it in. */
export type Clinic = Partial<Record<"emergency" | "authors" | "owner" | "funding" | "interests", string | null>>;
interface Answer extends Clinic { conversation?: string; messages?: Message[] }

/** Nothing came back, or nothing of ours: worth trying again. */
export class Unreachable extends Error {}

/** The bot understood and refused; `messages` say why, `wait` seconds until another try makes sense (0: none does). */
export class Refused extends Error {
  constructor(readonly status: number, readonly messages: Message[], readonly wait: number) {
    super(String(status));
  }
}

const PATIENCE_MS = 45_000;

export class Api {
  /** `base`: address of the bot's folder, such as https://guide.example.org/chat/ */
  constructor(readonly base: URL) {}

  async begin(): Promise<string> {
    const { conversation } = await this.ask("POST", "conversations", {});
    if (!conversation) throw new Unreachable();
    return conversation;
  }

  /** Say something; the same `id` again is answered again, but not handled twice. */
  async send(token: string, text: string, id: string): Promise<{ messages: Message[]; conversation?: string }> {
    const answer = await this.ask("POST", `${this.path(token)}/messages`, { text, id });
    if (!Array.isArray(answer.messages)) throw new Unreachable();
    return { ...answer, messages: answer.messages };
  }

  async clinic(): Promise<Clinic> {
    return this.ask("GET", "clinic");
  }

  async history(token: string): Promise<Message[]> {
    return (await this.ask("GET", `${this.path(token)}/messages`)).messages ?? [];
  }

  async feedback(token: string, answer_id: string, helpful: boolean, word?: string): Promise<void> {
    await this.ask("POST", `${this.path(token)}/feedback`, { answer_id, helpful, ...(word && { word }) });
  }

  async forget(token: string): Promise<Message[]> {
    return (await this.ask("DELETE", this.path(token))).messages ?? [];
  }

  sheet(token: string, ending = ""): string {
    return new URL(`${this.path(token)}/visit-sheet${ending}`, this.base).href;
  }

  private path(token: string): string {
    return `conversations/${encodeURIComponent(token)}`;
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const response = await fetch(new URL(path, this.base).href, {
        method,
        signal: stop.signal,
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
        ...(body !== undefined && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
      });
      if (response.status >= 500) throw new Unreachable();
      const answer: Answer = response.status === 204 ? {} : await response.json();
      if (response.ok) return answer;
      const wait = response.status === 429 ? Number(response.headers.get("Retry-After")) || 5 : 0;
      throw new Refused(response.status, answer.messages ?? [], wait);
    } catch (error) {
      throw error instanceof Refused ? error : new Unreachable();
    } finally {
      clearTimeout(timer);
    }
  }
}

// The tokens of this tab's conversations: all that the widget keeps in the browser, until the tab is closed.

const KEY = "marrow-conversation";

/** `token`: of the current conversation. Those that "start again" left stay known, so that they can be deleted, too. */
export class Session {
  token: string | null;
  private left: string[];

  constructor() {
    const tokens = read().split(" ");
    this.token = tokens.pop() || null;
    this.left = tokens.filter(Boolean);
  }

  get all(): string[] {
    return this.token ? [...this.left, this.token] : [...this.left];
  }

  begin(token: string): void {
    this.token = token;
    this.write();
  }

  leave(): void {
    this.left = this.all;
    this.token = null;
    this.write();
  }

  /** A conversation that has ended goes on as another one. */
  renew(ended: string, token: string): void {
    if (ended === this.token) this.token = token;
    else this.left = [...this.left.filter((known) => known !== ended), token];
    this.write();
  }

  drop(token: string): void {
    if (token === this.token) this.token = null;
    this.left = this.left.filter((known) => known !== token);
    this.write();
  }

  private write(): void {
    const value = [...this.left, this.token ?? ""].join(" "); // the current one last, nothing after the space if none
    try {
      if (value) sessionStorage.setItem(KEY, value);
      else sessionStorage.removeItem(KEY);
    } catch {
      // A browser may forbid storage: the conversation then ends with the page.
    }
  }
}

function read(): string {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

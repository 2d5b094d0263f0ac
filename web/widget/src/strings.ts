// Every word that the widget itself says, in one place for translation. Medical words come from the bot.

export const strings = {
  lang: "en",
  dateLocale: "en-GB", // 6 May 2026: no two countries read it differently

  title: "Bone marrow edema guide",
  launcher: "Questions about bone marrow edema?",
  close: "Close the guide",
  menu: "Menu",
  conversation: "Conversation",
  youSaid: "You: ",
  guideSaid: "Guide: ",
  question: "Your question",
  send: "Send",
  keys: "Enter sends, Shift+Enter begins a new line. ",
  hint: "Please leave out names and birth dates.",

  emergency: "An emergency? Do not wait here, call your local emergency number.",
  emergencyCall: "An emergency? Do not wait here, call ",

  greeting:
    "Hello. I am a computer program that answers questions about bone marrow edema, for patients and the people around " +
    "them, and names the source of every answer. You can also paste lines of your scan report, and I explain the words. " +
    "I do not say what you have or what dose to take, and I cannot read scan pictures.",
  starters: ["What is bone marrow edema?", "What causes it?", "How is it treated?", "How long does it take?"],

  waiting: "The guide is looking that up.",
  slow: "This takes longer than usual. Please wait a little more.",
  lost: "I cannot reach the guide just now. Your question is kept here, and nothing is sent twice.",
  offline: "You are offline. Your question is kept here and is sent as soon as you are online again.",
  offlineIdle: "You are offline. You can read what is here; an answer needs the internet.",
  notLoaded: "I cannot reach the guide just now, so what you talked about before is not shown yet.",
  refused: "The guide did not take this message. Please try it in other words.",
  notStarted: "Your earlier conversation has ended, so this is a new one.",
  retry: "Try again",

  suggestions: "You could ask",
  nextStep: "What you can do next",
  otherwise: "Who says otherwise",
  urgency: { emergency: "Get help now", crisis: "Get help now", urgent: "Get this seen today" } as Record<string, string>,
  sources: (count: number): string => (count === 1 ? "1 source" : `${count} sources`),
  pictureSources: (count: number): string =>
    count === 1 ? "1 source of the picture" : `${count} sources of the picture, A\u00a0to\u00a0${String.fromCharCode(64 + count)}`,
  press: "Press a place to ask about it.",
  mark: (number: number): string => `Source [${number}]`,
  disputes: "says otherwise",
  noYear: "no year given",
  newTab: " (opens in a new tab)",
  written: (day: string): string => `First written on ${day}.`,
  checked: (day: string): string => `Compared with its sources on ${day}.`,
  changed: (day: string): string => `Changed on ${day}.`,
  picture: "Open the picture",
  sheet: "My visit sheet, to print",
  sheetPdf: "The same as a PDF",

  helpful: "Was this helpful?",
  yes: "Helpful",
  no: "Not helpful",
  thanks: "Thank you.",
  word: "Would you say why? (optional)",
  wordSend: "Send this",
  notNoted: "Sorry, that could not be noted just now.",

  about: "What is this?",
  copy: "Copy the conversation",
  copied: "Copied.",
  notCopied: "Your browser did not allow copying. Please mark the text and copy it.",
  print: "Print the conversation",
  notPrinted: "Your browser did not open the page to print. Please allow pop-up windows for this site.",
  printedOn: (day: string): string => `Printed on ${day}. General information, not advice to one person.`,
  visitSheet: "My visit sheet",
  visitSheetText: "A sheet for your appointment, made from this conversation: what you read, its sources, what to ask, and room for notes.",
  noVisitSheet: "There is nothing to put on a sheet yet. Ask a question first.",
  restart: "Start again",
  restarted: "We start again. What would you like to know?",
  forget: "Delete my data",
  back: "Back to the conversation",

  forgetTitle: "Delete this conversation?",
  forgetText:
    "What you wrote, what was answered and what you said about the answers is deleted from the guide. It cannot be brought back.",
  forgetYes: "Delete it",
  forgetNo: "Keep it",
  forgetting: "Deleting.",
  forgotten: "The conversation is deleted.",
  nothingToForget: "There is nothing to delete: you have not sent anything.",
  notForgotten: "It could not be deleted just now. Everything is as it was. Please try again in a moment.",

  aboutSections: [
    {
      title: "What it is",
      text: "A computer program, not a person. It finds sentences that were written beforehand and shows them, each with its source. It makes up no sentences.",
    },
    { title: "Who it is for", text: "People who were told that they have bone marrow edema, and those close to them." },
    {
      title: "What it does not do",
      text: "It names no doses and makes no diagnosis. It does not say what a scan or a report means for you. It is not for emergencies.",
    },
    {
      title: "Who checked it",
      text: "Ask \"How sure is that?\" after an answer: it says whether a clinician has reviewed it. Dates under each answer say when it was first written, last changed, and last compared with its sources.",
    },
    {
      title: "What is kept",
      text: "The guide keeps the conversation, so that it can follow it. You can delete it here at any time. Your browser keeps only its number, until you close the tab, and no cookie.",
    },
    {
      title: "Copyright and license",
      text: "Text and pictures of this guide: Apache License 2.0. Nobody is named as holder of the copyright yet.",
    },
  ],
  behindTitle: "Who stands behind it",
  behind: [["authors", "Who wrote it"], ["owner", "Who offers it"], ["funding", "Who pays for it"],
    ["interests", "Interests to declare"]] as ["authors" | "owner" | "funding" | "interests", string][],
  notFilled: "Nobody has filled this in yet.",
  notReadable: "I cannot look that up just now.",
  aboutLinks: "More",
  fullPage: "Open the guide on a page of its own",
  privacy: "Privacy at this clinic",
};

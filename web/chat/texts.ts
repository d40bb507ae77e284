/** The page's own few words. What the bot says comes from the server in the person's language. */

export type Language = "zh-CN" | "en";

const zh = {
  title: "四帮",
  subtitle: "资金 · 岗位 · 产业 · 信息",
  log: "对话",
  me: "我",
  bot: "四帮",
  field: "写给四帮",
  placeholder: "在这里打字",
  send: "发送",
  addPhoto: "添加照片",
  dropPhoto: "去掉照片",
  photoAlt: "我的照片",
  photoReady: "照片已备好，点发送",
  photoBad: "这张照片打不开，请换一张（JPEG、PNG、WebP）。",
  photoWait: "正在处理照片……",
  large: "大字",
  largeLabel: "大字显示",
  otherLanguage: "EN",
  otherLanguageLabel: "English",
  leave: "退出",
  leaveLabel: "退出并清除",
  leaveAsk: "退出后，这台手机上就看不到这次对话了。借用别人的手机，用完请退出。",
  leaveYes: "退出并清除",
  leaveNo: "不退出",
  offline: "没有网络。您写的都存着，连上后自动发出。",
  trouble: "服务器暂时没有回应，正在自动再试。您写的都存着。",
  notKept: "手机存储已满，没发出的请先别关页面。",
  tryNow: "再试",
  waiting: "等待发送",
  refused: "这条没有发出，请改一改再发。",
  tooLarge: "太大了，没有发出。",
  edit: "修改",
  resend: "再发一次",
  remove: "去掉",
  anew: "原来的对话已经结束，现在重新开始。您写的都还在。",
  unsent: "对话重新开始了，这条没有发出。",
  loading: "正在打开……",
  newMessages: "有新消息",
  noDemo: "这里没有这个演示身份。",
  linkBanner: "从聊天里临时打开，只在这个页面，一小时后结束。借用别人的手机，看完请退出。",
  linkSpent: "这个链接已经用过，或者超过了 10 分钟。请回到原来的聊天里，再按一次那个按钮。",
  linkEnded: "从聊天里打开的这次对话已经结束。还想看，请回到那里再按一次按钮。",
  linkUnsent: "对话已经结束，这条没有发出。",
  openChat: "打开普通对话",
  demo: "演示 · 以 {who} 身份",
  demoName: "{name}（{role}）",
  enterprise: "企业",
  citizen: "个人",
  cadre: "帮扶干部",
  unit: "帮扶单位",
  township: "乡镇",
  household: "农户",
  office: "办公室",
};

export type Words = Readonly<Record<keyof typeof zh, string>>;

const en = {
  title: "Fourhelp",
  subtitle: "Funds · Jobs · Industry · Information",
  log: "Conversation",
  me: "Me",
  bot: "Fourhelp",
  field: "Write to Fourhelp",
  placeholder: "Type here",
  send: "Send",
  addPhoto: "Add a photo",
  dropPhoto: "Remove the photo",
  photoAlt: "My photo",
  photoReady: "Photo ready, press Send",
  photoBad: "This photo cannot be opened. Please choose another (JPEG, PNG, WebP).",
  photoWait: "Preparing the photo …",
  large: "Large",
  largeLabel: "Large text",
  otherLanguage: "中文",
  otherLanguageLabel: "中文",
  leave: "Leave",
  leaveLabel: "Leave and clear",
  leaveAsk: "After leaving, this talk is no longer shown on this phone. On a borrowed phone, please leave when done.",
  leaveYes: "Leave and clear",
  leaveNo: "Stay",
  offline: "No network. What you write is kept and sent when the line is back.",
  trouble: "The server does not answer; trying again. What you write is kept.",
  notKept: "Storage is full: please keep this page open until all is sent.",
  tryNow: "Try now",
  waiting: "Waiting to be sent",
  refused: "This was not sent. Please change it and send again.",
  tooLarge: "Too large; not sent.",
  edit: "Change",
  resend: "Send again",
  remove: "Remove",
  anew: "The earlier talk has ended; this is a new one. What you wrote is still here.",
  unsent: "The talk began anew; this was not sent.",
  loading: "Opening …",
  newMessages: "New messages",
  noDemo: "There is no such demo person here.",
  linkBanner: "Opened from your chat: in this tab only, for an hour. On a borrowed phone, please leave when done.",
  linkSpent: "This link has been used or is older than ten minutes. Please press the button in the chat again.",
  linkEnded: "This talk, opened from your chat, has ended. To read on, press the button there again.",
  linkUnsent: "The talk has ended; this was not sent.",
  openChat: "Open the ordinary chat",
  demo: "Demo · as {who}",
  demoName: "{name} ({role})",
  enterprise: "enterprise",
  citizen: "citizen",
  cadre: "cadre",
  unit: "helping unit",
  township: "township",
  household: "household",
  office: "office",
} satisfies Words;

const WORDS: Readonly<Record<Language, Words>> = { "zh-CN": zh, en };

/** The words of one language. */
export function wordsOf(language: Language): Words {
  return WORDS[language];
}

/** The kept choice, else the browser's first language, else Chinese. */
export function pickLanguage(kept: unknown, browser: string): Language {
  if (kept === "zh-CN" || kept === "en") return kept;
  return browser.toLowerCase().startsWith("en") ? "en" : "zh-CN";
}

/** Is this the key of a word? */
export function isWord(key: string): key is keyof Words {
  return Object.prototype.hasOwnProperty.call(zh, key);
}

/** What `npm start` prints when it is ready: links that open the chat as somebody, the console's link, where the data lies. */
import { resolve } from "node:path";
import { makeConsoleLink } from "#app/console.js";
import { demoPeople } from "#app/demo/load.js";
import type { Fourhelp } from "./compose.js";
import type { Config } from "./config.js";

export async function greeting(house: Fourhelp, config: Config): Promise<string> {
  const base = house.deps.publicBase();
  const lines = [`四帮 Fourhelp · ${house.office.name}`, ""];
  if (!house.server) {
    lines.push(
      "  Jobs run here; people come through the other processes.",
      "  本进程只做后台任务，对话和网页由其他进程提供。",
    );
    return lines.join("\n");
  }
  const put = (label: string, link: string): void => void lines.push(`  ${label.padEnd(24)} ${link}`);
  put("Chat 对话", `${base}/`);
  if (house.office.demo) {
    const people = await demoPeople(house.deps);
    const as = (role: string, label: string): void => {
      const person = people.find((one) => one.role === role);
      if (person) put(label, `${base}/?as=${person.id}`);
    };
    as("enterprise", "As a business 企业");
    as("cadre", "As a cadre 帮扶干部");
    as("household", "As a household 农户");
  }
  put("Console, opens once 控制台", `${base}${await makeConsoleLink(house.deps, house.office._id)}`);
  lines.push("", `  Data 数据: ${resolve(config.dataDir)}${config.store.engine === "mongo" ? ", MongoDB" : ""}`);
  if (house.vault.created) {
    lines.push(
      "  fourhelp.key there opens the encrypted fields. Keep a copy elsewhere: without it they cannot be read again.",
      "  其中 fourhelp.key 是加密字段的钥匙，请另存一份；丢了就再也读不出来。",
    );
  }
  if (house.office.demo)
    lines.push("  Demo people are made up. Remove them: npx fourhelp demo remove · 演示人物均为虚构");
  return lines.join("\n");
}

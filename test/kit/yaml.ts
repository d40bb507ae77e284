/** A small reader of YAML for tests: the compose file needs no more, and no parser is among the packages. */

type Node = string | readonly string[] | { readonly [key: string]: Node };
export type Mapping = Readonly<Record<string, Node>>;

/** A mapping inside another; it must be there. */
export function mappingAt(parent: Mapping, key: string): Mapping {
  const found = parent[key];
  if (typeof found === "object" && !isList(found)) return found;
  throw new Error(`${key} is no mapping in the file`);
}

/** A list of texts inside a mapping; it must be there. */
export function listAt(parent: Mapping, key: string): readonly string[] {
  const found = parent[key];
  if (found !== undefined && isList(found)) return found;
  throw new Error(`${key} is no list in the file`);
}

/** A text inside a mapping; it must be there. */
export function textAt(parent: Mapping, key: string): string {
  const found = parent[key];
  if (typeof found === "string") return found;
  throw new Error(`${key} is no text in the file`);
}

function isList(node: Node): node is readonly string[] {
  return Array.isArray(node);
}

/** As much YAML as the file uses: nested mappings, lists of texts, anchors and merges. Anything else is refused. */
export function parseYaml(source: string): Mapping {
  const lines = source.split("\n").filter((line) => !/^\s*(#.*)?$/.test(line));
  const anchors = new Map<string, Node>();
  let at = 0;
  const indentOf = (line: string | undefined): number => (line === undefined ? -1 : line.search(/\S/));

  function block(indent: number): Node {
    if (indentOf(lines[at]) < indent) return {};
    return lines[at]?.trimStart().startsWith("- ") ? list(indent) : mapping(indent);
  }

  function list(indent: number): readonly string[] {
    const items: string[] = [];
    for (; indentOf(lines[at]) === indent; at += 1) {
      const item = /^\s*- (.+)$/.exec(lines[at] ?? "")?.[1];
      const text = item && scalar(item);
      if (typeof text !== "string") throw new Error(`cannot read: ${lines[at] ?? ""}`);
      items.push(text);
    }
    return items;
  }

  function mapping(indent: number): Mapping {
    const found: Record<string, Node> = {};
    while (indentOf(lines[at]) === indent) {
      const [, key, anchor, value] = /^\s*([\w<.-]+):(?: &(\w+))?(?: (.+))?$/.exec(lines[at] ?? "") ?? [];
      if (key === undefined) throw new Error(`cannot read: ${lines[at] ?? ""}`);
      at += 1;
      const node = value === undefined ? block(nextIndent(indent)) : scalar(value);
      if (anchor !== undefined) anchors.set(anchor, node);
      if (key === "<<") Object.assign(found, node);
      else found[key] = node;
    }
    return found;
  }

  /** Deeper than this, or nothing: an empty value. */
  const nextIndent = (indent: number): number => Math.max(indentOf(lines[at]), indent + 1);

  function scalar(value: string): Node {
    if (value.startsWith("*")) {
      const node = anchors.get(value.slice(1));
      if (node === undefined) throw new Error(`no anchor ${value}`);
      return node;
    }
    return /^["[]/.test(value) ? (JSON.parse(value) as Node) : value;
  }

  const whole = mapping(0);
  if (at < lines.length) throw new Error(`cannot read: ${lines[at] ?? ""}`);
  return whole;
}

/** Whoever writes to a conversation in this process waits for those before; its document's version guards across processes. */
export type InTurn = <T>(to: Turn, work: () => Promise<T>) => Promise<T>;

interface Turn {
  readonly channel: string;
  readonly address: string;
}

export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return ({ channel, address }, work) => {
    const key = `${channel} ${address}`;
    const mine = (last.get(key) ?? Promise.resolve()).then(work);
    const settled = mine
      .catch(() => undefined)
      .finally(() => {
        if (last.get(key) === settled) last.delete(key);
      });
    last.set(key, settled);
    return mine;
  };
}

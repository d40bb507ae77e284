/** A way to a server that breaks now and then: before the question has arrived, or after it was answered. */
import { connect, createServer, type Socket } from "node:net";
import { freePort } from "../bench/server.js";

export interface CutProxy {
  readonly port: number;
  /** Connections that were cut. */
  cuts(): number;
  /** Cuts no more. */
  mend(): void;
  stop(): Promise<void>;
}

/** `dice` decides, once for each piece of data that passes, whether it is lost with its connection. */
export async function startCutProxy(target: number, dice: () => boolean): Promise<CutProxy> {
  const open = new Set<Socket>();
  let cuts = 0;
  let cutting = true;
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    const both = [near, far];
    const cut = (): void => {
      for (const socket of both) socket.destroy();
    };
    for (const socket of both) {
      open.add(socket);
      socket.on("error", cut);
      socket.on("close", () => {
        open.delete(socket);
        cut();
      });
    }
    const pass = (to: Socket) => (data: Buffer) => {
      if (cutting && dice()) {
        cuts += 1;
        cut();
      } else to.write(data);
    };
    near.on("data", pass(far));
    far.on("data", pass(near));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port,
    cuts: () => cuts,
    mend: () => void (cutting = false),
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

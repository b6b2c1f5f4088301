import { createServer, type AddressInfo, type Socket } from "node:net";

/** An address on the loopback interface that takes connections before there is anyone to serve them. */
export interface Door {
    address: string;
    /** Hands over whoever waits, and whoever comes from now on. */
    open(serve: (socket: Socket) => void): void;
    close(): void;
}

/** A program can be started with the address while what serves it is still being loaded: its start takes longer. */
export async function door(): Promise<Door> {
    let serve: ((socket: Socket) => void) | undefined;
    const waiting = new Set<Socket>();
    // Paused, so that what they send stays with the system until they are served.
    const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
        if (serve) return serve(socket);
        waiting.add(socket);
        socket.once("error", () => waiting.delete(socket)).once("close", () => waiting.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return {
        address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
        open: (handler) => {
            serve = handler;
            for (const socket of waiting) handler(socket);
            waiting.clear();
        },
        close: () => {
            server.close();
            for (const socket of waiting) socket.destroy();
        },
    };
}

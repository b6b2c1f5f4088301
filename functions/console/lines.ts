import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import type { Psql } from "./psql.ts";

/** What the process that watches tells the session. */
export interface Order {
    psql?: Psql;
    /** Lines for the person. */
    says?: string;
    /** No session, or no more of it. */
    end?: string;
}

/** What the session tells the process that watches. */
export interface Word {
    /** A line of what psql was told, and of what it answered. */
    said?: string;
    /** psql is over, with this exit code. */
    code?: number;
}

/** One JSON document a line. */
export function send<Message extends Order | Word>(socket: Socket, message: Message): void {
    if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

export function onEach<Message extends Order | Word>(socket: Socket, take: (message: Message) => void): void {
    // The end of a connection that breaks is "close", and there both sides look.
    socket.on("error", () => undefined);
    createInterface({ input: socket })
        .on("line", (line) => take(JSON.parse(line) as Message))
        .on("error", () => undefined);
}

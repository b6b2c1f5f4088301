import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";
import type { Place } from "./world.ts";

/** Milliseconds for all of it. */
const PATIENCE = 10_000;
/** More than the server says in answer to these two commands. */
const LONGEST_LINE = 1000;

/**
 * Whether the cache takes the password: AUTH and PING, over TLS, at the server that its certificate names and at no
 * other. These two commands need no client: a request is a list of byte strings, and the answers are lines (Valkey's
 * documentation, "Serialization protocol specification"). `ca` is PEM. @default what Node trusts
 */
export async function opens(place: Place, password: string, ca?: string): Promise<boolean> {
    const { host, port, username } = place;
    const socket = connect({ host, port, servername: host, ca, minVersion: "TLSv1.2" });
    const late = new Error(`${host} did not answer within ${PATIENCE / 1000} s.`);
    const timer = setTimeout(() => socket.destroy(late), PATIENCE);
    try {
        // Only then is it known whose server it is: nothing may be sent before.
        await once(socket, "secureConnect");
        const answers = linesOf(socket);
        const ask = async (...command: string[]) => {
            socket.write(encode(command));
            const { value } = await answers.next();
            if (value === undefined) throw new Error(`${host} closed the connection at ${command[0]}.`);
            return value;
        };
        const signedIn = await ask("AUTH", username, password);
        if (signedIn.startsWith("-WRONGPASS")) return false;
        if (signedIn !== "+OK") throw new Error(`${host} answers AUTH with ${signedIn}.`);
        const pong = await ask("PING");
        if (pong !== "+PONG") throw new Error(`${host} answers PING of ${username} with ${pong}.`);
        return true;
    } finally {
        clearTimeout(timer);
        socket.destroy();
    }
}

function encode(command: string[]): string {
    const words = command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
    return `*${command.length}\r\n${words.join("")}`;
}

async function* linesOf(socket: TLSSocket): AsyncGenerator<string, undefined> {
    let text = "";
    for await (const chunk of socket.setEncoding("utf8")) {
        text += chunk as string;
        for (let end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
            yield text.slice(0, end);
            text = text.slice(end + 2);
        }
        if (text.length > LONGEST_LINE) throw new Error("The server answers without end.");
    }
    return undefined;
}

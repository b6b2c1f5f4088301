import { once } from "node:events";
import { connect } from "node:tls";

/** As much of a client as the tests need: over TLS, one command after the other, text and numbers as answers. */
export interface Client {
    /** The answer; an error of the server's rejects. */
    send(...command: string[]): Promise<string>;
    close(): void;
}

export interface Login {
    user: string;
    password: string;
}

export async function signIn(port: number, ca: string, login?: Login): Promise<Client> {
    const socket = connect({ host: "localhost", port, servername: "localhost", ca });
    const waiting: { resolve(answer: string): void; reject(error: Error): void }[] = [];
    let text = "";
    const fail = (error: Error) => waiting.splice(0).forEach(({ reject }) => reject(error));
    socket.on("error", fail);
    socket.on("close", () => fail(new Error("The server closed the connection.")));
    await once(socket, "secureConnect");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        for (let taken = take(text); taken !== undefined; taken = take(text)) {
            text = text.slice(taken.length);
            const { resolve, reject } = waiting.shift()!;
            if (taken.isError) reject(new Error(taken.answer));
            else resolve(taken.answer);
        }
    });
    const client: Client = {
        send: (...command) =>
            new Promise((resolve, reject) => {
                if (socket.destroyed) return reject(new Error("The connection is closed."));
                waiting.push({ resolve, reject });
                const words = command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
                socket.write(`*${command.length}\r\n${words.join("")}`);
            }),
        close: () => socket.destroy(),
    };
    if (login !== undefined) {
        try {
            await client.send("AUTH", login.user, login.password);
        } catch (error) {
            client.close();
            throw error;
        }
    }
    return client;
}

/** The first answer of a text, if it is complete: a line, or a line with a length and so many bytes. */
function take(text: string): { answer: string; isError: boolean; length: number } | undefined {
    const end = text.indexOf("\r\n");
    if (end < 0) return undefined;
    const [kind, line] = [text[0], text.slice(1, end)];
    if (kind !== "$" || line === "-1") return { answer: line, isError: kind === "-", length: end + 2 };
    const length = end + 2 + Number(line) + 2;
    if (text.length < length) return undefined;
    return { answer: text.slice(end + 2, length - 2), isError: false, length };
}

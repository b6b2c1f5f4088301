import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { makeCertificates, privateFolder, removeFolder } from "../../../scripts/lib/local-server.ts";

/** Who may sign a token; the tests' own. */
export const KEYS = { id: "test", secret: "test-secret" };
export const USER = "checker_iam";

/**
 * RDS's door with IAM authentication, before a real PostgreSQL that has none: it speaks TLS with a certificate of its own,
 * asks for a password in plain, takes only a token of AWS's that is signed with the right key for this host, port and user
 * and is not too old, and then lets the connection through to the server's socket, where nobody is asked.
 */
export interface Door {
    port: number;
    caFile: string;
    /** What it said to each who came: "in", or why not. */
    log: string[];
    stop(): Promise<void>;
}

const SSL_REQUEST = 80877103;

export async function openDoor(serverFolder: string, { user = USER, serverPort = 5432 } = {}): Promise<Door> {
    const folder = privateFolder();
    const { ca, cert, key } = await makeCertificates(folder);
    const secure = { cert: readFileSync(cert), key: readFileSync(key) };
    const log: string[] = [];
    const open = new Set<Socket>();
    const server = createServer((socket) => {
        open.add(socket);
        socket.on("close", () => open.delete(socket)).on("error", () => undefined);
        void admit(socket, secure, { log, serverFolder, serverPort, user, port: () => port }).catch(
            (error: Error) => {
                log.push(error.message);
                socket.destroy();
            },
        );
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const stop = async () => {
        for (const socket of open) socket.destroy();
        server.close();
        await once(server, "close");
        removeFolder(folder);
    };
    return { port, caFile: ca, log, stop };
}

interface Inside {
    log: string[];
    serverFolder: string;
    serverPort: number;
    /** Who may come in. */
    user: string;
    port(): number;
}

async function admit(plain: Socket, secure: { cert: Buffer; key: Buffer }, inside: Inside): Promise<void> {
    const request = await bytes(plain);
    if (request.readInt32BE(4) !== SSL_REQUEST) throw new Error("no TLS");
    plain.write("S");
    const socket = new TLSSocket(plain, { isServer: true, ...secure });
    socket.on("error", () => undefined);
    await once(socket, "secure");
    const startup = await bytes(socket);
    const words = startup.subarray(8).toString().split("\0");
    const user = words[words.indexOf("user") + 1] ?? "";
    // AuthenticationCleartextPassword (PostgreSQL's documentation, "Message Formats").
    socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
    const password = (await bytes(socket)).subarray(5, -1).toString();
    const fault = faultOf(password, inside.user, { user, host: `localhost:${inside.port()}` });
    inside.log.push(fault ?? "in");
    if (fault !== undefined) return refuse(socket, `PAM authentication failed for user "${user}"`);
    const server = connect(`${inside.serverFolder}/.s.PGSQL.${inside.serverPort}`);
    server.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.on("close", () => server.destroy());
    server.write(startup);
    socket.pipe(server).pipe(socket);
}

async function bytes(socket: Socket): Promise<Buffer> {
    const next = once(socket, "data");
    socket.resume();
    const [data] = (await next) as [Buffer];
    // What comes next is somebody else's to read.
    socket.pause();
    return data;
}

function refuse(socket: Socket, message: string): void {
    const fields = Buffer.from(`SFATAL\0C28000\0M${message}\0\0`);
    const head = Buffer.from([0x45, 0, 0, 0, 0]);
    head.writeInt32BE(fields.length + 4, 1);
    socket.end(Buffer.concat([head, fields]));
}

/** What is wrong with a token: the signature is made again (IAM User Guide, "Create a signed AWS API request"). */
function faultOf(
    token: string,
    allowed: string,
    { user, host }: { user: string; host: string },
): string | undefined {
    const url = new URL(`https://${token}`);
    const query = url.searchParams;
    if (url.host !== host) return `a token for ${url.host}`;
    if (query.get("Action") !== "connect" || query.get("DBUser") !== user || user !== allowed)
        return `a token for ${query.get("DBUser")}`;
    const date = query.get("X-Amz-Date") ?? "";
    const time = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
    if (!(Math.abs(Date.now() - time) < Number(query.get("X-Amz-Expires")) * 1000))
        return "a token that expired";
    const [id, ...scope] = (query.get("X-Amz-Credential") ?? "").split("/");
    if (id !== KEYS.id || scope[2] !== "rds-db") return `a token of ${id} for ${scope[2]}`;
    const pairs = [...query].filter(([name]) => name !== "X-Amz-Signature");
    const canonical = pairs.map((pair) => pair.map(encodeURIComponent).join("=")).sort();
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    const request = ["GET", "/", canonical.join("&"), `host:${host}`, "", "host", hash("")].join("\n");
    const toSign = ["AWS4-HMAC-SHA256", date, scope.join("/"), hash(request)].join("\n");
    const sign = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();
    const signature = sign(scope.reduce<Buffer | string>(sign, `AWS4${KEYS.secret}`), toSign).toString("hex");
    return signature === query.get("X-Amz-Signature") ? undefined : "a token with a wrong signature";
}

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { scratchFolder } from "./scratch.ts";

const run = promisify(execFile);

/** Who runs the servers: PostgreSQL refuses root, and so should everyone. Nothing to change where nobody is root. */
function nobody(): { uid?: number; gid?: number } {
    if (process.getuid?.() !== 0) return {};
    const users = readFileSync("/etc/passwd", "utf8");
    const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(users) ?? ["", "65534", "65534"];
    return { uid: Number(uid), gid: Number(gid) };
}

/** A folder that only the servers' user can read. */
export function privateFolder(): string {
    const folder = scratchFolder("airworthy-server-");
    ownedByNobody(folder);
    chmodSync(folder, 0o700);
    return folder;
}

/** Gives a file to the servers' user. */
export function ownedByNobody(file: string): void {
    const { uid, gid } = nobody();
    if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
}

/** Below the ports that Linux (32768) and macOS (49152) take for outgoing connections: none of those can be in the way. */
const [FIRST_PORT, PORTS] = [20_000, 12_000];

/**
 * A port of the loopback for a server, which keeps it while this process lives, stopped and started anew or not: the UDP
 * port of the same number says to all that ask here, in any process, that it is taken.
 */
export async function freePort(): Promise<number> {
    for (;;) {
        const port = FIRST_PORT + randomInt(PORTS);
        const taken = createSocket("udp4").unref();
        const isOurs = await binds(taken, () => taken.bind({ port, address: "127.0.0.1", exclusive: true }));
        if (!isOurs) continue;
        const server = createServer();
        const isFree = await binds(server, () => server.listen(port, "127.0.0.1"));
        if (isFree) {
            server.close();
            await once(server, "close");
            return port;
        }
        taken.close();
    }
}

/** False when the address is in use; whatever else is in the way is an error. */
function binds(one: Socket | Server, bind: () => unknown): Promise<boolean> {
    return new Promise((resolve, reject) => {
        one.once("listening", () => resolve(true));
        one.once("error", (error: NodeJS.ErrnoException) =>
            error.code === "EADDRINUSE" ? resolve(false) : reject(error),
        );
        bind();
    });
}

/** Runs a command as the servers' user to its end. */
export async function runAsNobody(command: string, args: string[], cwd: string): Promise<string> {
    return (await run(command, args, { ...nobody(), cwd })).stdout;
}

/** Something that runs until it is stopped, and what it has said. */
export class LocalServer {
    readonly process: ChildProcess;
    readonly ended: Promise<number | null>;
    log = "";
    private hasEnded = false;

    constructor(command: string, args: string[], folder: string, env = process.env) {
        this.process = spawn(command, args, {
            ...nobody(),
            cwd: folder,
            env,
            stdio: ["ignore", "pipe", "pipe"],
        });
        for (const stream of [this.process.stdout, this.process.stderr])
            stream?.setEncoding("utf8").on("data", (text: string) => (this.log += text));
        this.ended = new Promise((resolve) => {
            this.process.once("error", (error) => {
                this.log += String(error);
                resolve(null);
            });
            this.process.once("close", (code) => resolve(code));
        });
        void this.ended.then(() => (this.hasEnded = true));
    }

    /** Waits until it has said something, or throws with what it said instead. */
    async says(what: RegExp, limitSeconds = 60): Promise<void> {
        const end = performance.now() + limitSeconds * 1000;
        while (!what.test(this.log)) {
            if (this.hasEnded || performance.now() > end)
                throw new Error(`It never said ${what}:\n${this.log}`);
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }

    async stop(signal: NodeJS.Signals): Promise<number | null> {
        this.process.kill(signal);
        return this.ended;
    }
}

export interface Certificates {
    ca: string;
    cert: string;
    key: string;
}

/** A certificate authority in a folder, with one certificate for a name signed by it. */
export async function makeCertificates(folder: string, name = "DNS:localhost"): Promise<Certificates> {
    const file = (name: string) => path.join(folder, name);
    const ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    writeFileSync(file("names"), `subjectAltName=${name}\n`, { mode: 0o644 });
    const authority = ["-subj", "/CN=test authority", "-keyout", file("ca.key"), "-out", file("ca.crt")];
    await runAsNobody("openssl", ["req", "-x509", ...ec, ...authority], folder);
    const asked = ["-subj", "/CN=localhost", "-keyout", file("server.key"), "-out", file("server.csr")];
    await runAsNobody("openssl", ["req", ...ec.slice(0, -2), ...asked], folder);
    const signer = ["-CA", file("ca.crt"), "-CAkey", file("ca.key"), "-CAcreateserial", "-days", "2"];
    const made = ["-in", file("server.csr"), "-out", file("server.crt"), "-extfile", file("names")];
    await runAsNobody("openssl", ["x509", "-req", ...signer, ...made], folder);
    return { ca: file("ca.crt"), cert: file("server.crt"), key: file("server.key") };
}

/** The newest of the places where a program may be, or its plain name for PATH to find. */
export function newest(program: string, places: string[]): string {
    const found = places.map((place) => path.join(place, program)).filter((file) => existsSync(file));
    return found.at(-1) ?? program;
}

export function removeFolder(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
}

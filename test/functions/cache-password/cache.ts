import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { users } from "../../../components/data/cache/users.ts";
import { recorded } from "../../components/recorded.ts";
import { freePort } from "../../../scripts/lib/local-server.ts";
import { makeCertificate, ready, stopped } from "../roles/database.ts";
import { signIn, type Client, type Login } from "./client.ts";

/** The password that Pulumi made for the user, and has in its state. */
export const IN_STATE = "the-password-that-a-state-holds";

/** A real server as ElastiCache has it: TLS alone, and the users that the component makes. */
export interface Cache {
    port: number;
    /** PEM of the authority that signed the server's certificate, and the file that it is in. */
    ca: string;
    caFile: string;
    connect(login: Login): Promise<Client>;
    /** What ElastiCache does when it applies a ModifyUser. */
    setPasswords(passwords: string[]): Promise<void>;
    /** Runs a command as nobody but ElastiCache may. */
    asElastiCache(...command: string[]): Promise<string>;
    /** No keys, and users as they are after the first deployment. */
    renew(): Promise<void>;
    /** As a machine that vanished: connections stay, and nothing answers on them until it goes on. */
    hang(): void;
    goOn(): void;
    logs(): string;
    stop(): Promise<void>;
}

/** The server that is here: of Debian, Redis; elsewhere it may be Valkey. */
export function serverProgram(): string | undefined {
    return ["valkey-server", "redis-server"].find((one) => spawnSync(one, ["--version"]).status === 0);
}

/** What the component lets the application's user do. */
async function accessString(): Promise<string[]> {
    const made = await recorded(() =>
        users(new pulumi.ComponentResource("test:Cache", "cache"), "cache", "acme"),
    );
    const app = made.find(({ inputs }) => inputs.userName === "app");
    return String(app!.inputs.accessString).split(" ");
}

export async function startCache(program: string): Promise<Cache> {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-cache-"));
    makeCertificate(folder);
    const [port, access] = [await freePort(), await accessString()];
    const settings = {
        ...{ port: "0", "tls-port": String(port), bind: "127.0.0.1", dir: folder, save: "" },
        ...{ "tls-cert-file": "server.pem", "tls-key-file": "server.key", "tls-ca-cert-file": "ca.pem" },
        ...{ "tls-auth-clients": "no", loglevel: "debug" },
    };
    const flags = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, value]);
    const server = spawn(program, flags, { cwd: folder, stdio: "pipe" });
    let said = "";
    server.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    server.stderr.resume();
    const caFile = path.join(folder, "ca.pem");
    const ca = readFileSync(caFile, "utf8");
    let admin!: Client;
    await ready(
        async () => void (admin = await signIn(port, ca)),
        server,
        () => said,
    );
    const set = (...rules: string[]) => admin.send("ACL", "SETUSER", ...rules);
    await set("amazon", "on", ">nobody-knows-this", "~*", "&*", "+@all");
    await admin.send("AUTH", "amazon", "nobody-knows-this");
    await set("default", "reset", "off", "-@all");
    const setPasswords = async (passwords: string[]) =>
        void (await set("app", "resetpass", ...passwords.map((password) => `>${password}`)));
    return {
        ...{ port, ca, caFile, setPasswords },
        connect: (login) => signIn(port, ca, login),
        asElastiCache: (...command) => admin.send(...command),
        renew: async () => {
            await admin.send("FLUSHALL");
            await set("app", "reset", ...access);
            await setPasswords([IN_STATE]);
        },
        hang: () => void server.kill("SIGSTOP"),
        goOn: () => void server.kill("SIGCONT"),
        logs: () => said,
        stop: async () => {
            admin.close();
            await stopped(server);
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { jsonError } from "./aws.ts";
import { HOUSE } from "./house.ts";
import type { releasing } from "./releasing.ts";

/** Stands in for the CLIs that a script calls: a process of its own, which lives on when the script is killed. */
const CLI = `#!/usr/bin/env node
const { basename } = require("node:path");
const body = [basename(process.argv[1]), ...process.argv.slice(2)].join(" ");
fetch(process.env.STAGE, { method: "POST", body })
    .then((answer) => answer.json())
    .then(({ code, output }) => process.stdout.write(output, () => process.exit(code)), () => process.exit(255));
`;

/** A script that somebody has started: a process, and what it has said so far. */
export interface Started {
    process: ChildProcess;
    said: string;
    /** Its exit code, or the signal that ended it. */
    ended: Promise<number | NodeJS.Signals | null>;
    /** When nobody can say anything more in its place. */
    silent: Promise<unknown>;
}

/** Where people type the commands: each is a process, which can be killed as theirs are. Pulumi and ECS live on. */
export class Terminal {
    /** What waits for a call of a CLI, and what the call then waits for. */
    private awaited: { line: RegExp; there: () => void; held: Promise<void> } | undefined;
    /** Pulumi lets one update in at a time. */
    isLocked = false;
    private readonly r: ReturnType<typeof releasing>;
    private readonly server: Server;
    private readonly all: ChildProcess[] = [];

    private constructor(r: ReturnType<typeof releasing>) {
        this.r = r;
        this.server = createServer((message, answer) => void this.answer(message, answer));
    }

    static async open(r: ReturnType<typeof releasing>): Promise<Terminal> {
        const terminal = new Terminal(r);
        terminal.server.listen(0, "127.0.0.1");
        await once(terminal.server, "listening");
        for (const name of ["pulumi", "npm"]) {
            r.shop.project.write({ [`bin/${name}`]: CLI });
            chmodSync(r.shop.file(`bin/${name}`), 0o755);
        }
        return terminal;
    }

    close(): void {
        for (const child of this.all) child.kill("SIGKILL");
        this.server.closeAllConnections();
        this.server.close();
    }

    start(script: string, ...argv: string[]): Started {
        const { port } = this.server.address() as AddressInfo;
        const tsx = import.meta.resolve("tsx/esm");
        const file = join(HOUSE, `scripts/${script}.ts`);
        const child = spawn(process.execPath, ["--import", tsx, file, "--stack", "live", ...argv], {
            cwd: this.r.shop.project.folder,
            env: { ...process.env, STAGE: `http://127.0.0.1:${port}` },
            stdio: ["ignore", "pipe", "pipe"],
        });
        this.all.push(child);
        const started: Started = {
            ...{ process: child, said: "" },
            // What Pulumi still holds open is no part of the script.
            ended: once(child, "exit").then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals),
            silent: once(child, "close"),
        };
        for (const stream of [child.stdout, child.stderr])
            stream.setEncoding("utf8").on("data", (text: string) => (started.said += text));
        return started;
    }

    /** Resolves when such a command is called, which does nothing before `held` is over: by then its caller may be dead. */
    called(line: RegExp, held = new Promise<void>(() => undefined)): Promise<void> {
        return new Promise((there) => (this.awaited = { line, there, held }));
    }

    /** What was deployed so far was long ago by the wall's clock, too, which the simulation's is far ahead of. */
    letItBeLongAgo(): void {
        for (const [at, one] of this.r.ecs.deployments.entries())
            Object.assign(one, { createdAt: Date.now() - 3_600_000 + at * 60_000 });
    }

    /** Kills what was started last in a call of AWS, before or after that has its effect. */
    killIn(name: string, hasEffect: boolean): void {
        let isLeft = true;
        this.r.aws.standIns.push(({ action }) => {
            if (action !== name || !isLeft) return undefined;
            isLeft = false;
            this.all.at(-1)?.kill("SIGKILL");
            return hasEffect ? undefined : jsonError("Killed", "before it had its effect");
        });
    }

    async says(started: Started, pattern: RegExp): Promise<void> {
        let isSilent = false;
        void started.silent.then(() => (isSilent = true));
        while (!pattern.test(started.said)) {
            if (isSilent) throw new Error(`Never ${pattern}: ${started.said}`);
            await wait(20);
        }
    }

    /** To its end; the last of what it said comes after that. */
    async run(script: string, ...argv: string[]) {
        const started = this.start(script, ...argv);
        const code = await started.ended;
        await started.silent;
        return { code, said: started.said };
    }

    private async answer(message: IncomingMessage, answer: ServerResponse): Promise<void> {
        let line = "";
        for await (const chunk of message.setEncoding("utf8")) line += chunk;
        const say = (ran: object) => answer.writeHead(200).end(JSON.stringify(ran));
        const isUp = line.startsWith("pulumi up");
        if (isUp && this.isLocked)
            return void say({ code: 255, output: "error: the stack is currently locked by 1 lock(s)\n" });
        if (isUp) this.isLocked = true;
        // Who is asked to stop gives the lock back, and so does who has come to his end.
        if (isUp) answer.once("close", () => (this.isLocked = false));
        const { awaited } = this;
        if (awaited?.line.test(line)) {
            this.awaited = undefined;
            awaited.there();
            await awaited.held;
        }
        if (!answer.destroyed) say(await this.r.stage.called(line));
    }
}

import { spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { main } from "../../scripts/psql.ts";
import { found, onConsole } from "../functions/console/container.ts";
import { awsFor, type Aws, type Reply } from "./aws.ts";
import { ended } from "./command.ts";
import { consoleService, type ConsoleService } from "./console-service.ts";
import { ACCOUNT, REGION, TestEnvironment } from "./environment.ts";

export const definition = (mode: string) =>
    `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/shop-live-console-${mode}:3`;
const OUTPUTS = {
    clusterName: "live",
    databaseConsoles: {
        ...{ read: definition("read"), write: definition("write") },
        ...{ subnetIds: "subnet-1,subnet-2", securityGroupIds: "sg-own,sg-operator" },
    },
    databaseGenerations: { a: "shop-live-a", b: "shop-live-b" },
};
export const REASON = "order 1 was paid twice";

/** One instance that answers where the test's server does. */
function instance(port = ""): Reply {
    const endpoint = `<Endpoint><Address>localhost</Address><Port>${port}</Port></Endpoint>`;
    const one = `<DBInstance><DBInstanceStatus>available</DBInstanceStatus>${endpoint}</DBInstance>`;
    const result = `<DescribeDBInstancesResult><DBInstances>${one}</DBInstances></DescribeDBInstancesResult>`;
    const body = `<DescribeDBInstancesResponse>${result}</DescribeDBInstancesResponse>`;
    return { headers: { "content-type": "text/xml" }, body };
}

/** For a suite: an environment with a real database and consoles, and the plugin that carries their sessions. */
export function consoling() {
    const on = onConsole();
    const c = {
        on,
        plugin(script: string): void {
            c.shop.project.write({ "bin/session-manager-plugin": `#!/bin/sh\n${script}\n` });
            chmodSync(c.shop.file("bin/session-manager-plugin"), 0o755);
        },
        run: (...argv: string[]) => c.runTyping("", ...argv),
        runTyping(text: string | { typed: string }, ...argv: string[]): Promise<number> {
            c.shop.lines.length = c.shop.data.length = 0;
            const attach = async (command: string, args: string[]) => {
                const child = spawn(command, args, { stdio: "pipe" });
                const end = () => void child.kill("SIGTERM");
                process.once("SIGHUP", end);
                if (typeof text === "string") child.stdin.end(text);
                else child.stdin.write(text.typed);
                const { code, stdout, stderr } = await ended(child);
                process.off("SIGHUP", end);
                c.shop.lines.push(stdout, stderr);
                return code ?? 128;
            };
            return main(argv, { ...c.shop.world, attach, pause: () => wait(50) });
        },
        items: async () => (await on.database.asRds("SELECT item FROM orders")).map(({ item }) => item),
        closed: () => found(async () => ((await on.sessions()).length === 0 ? true : undefined)),
    } as {
        on: typeof on;
        aws: Aws;
        shop: TestEnvironment;
        ecs: ConsoleService;
        /** Puts a script in the place of the plugin. */
        plugin(script: string): void;
        run(...argv: string[]): Promise<number>;
        /** With a terminal at which somebody types all of a text, or something, and stays. */
        runTyping(text: string | { typed: string }, ...argv: string[]): Promise<number>;
        items(): Promise<unknown[]>;
        /** Waits until the server has no session of a person. */
        closed(): Promise<true>;
    };

    before(async function () {
        c.aws = await awsFor(this);
    });
    after(() => c.aws?.stop());
    beforeEach(async () => {
        await c.aws.reset();
        c.ecs = consoleService((told) => on.start(told));
        const databases = (call: { action: string }) =>
            call.action === "DescribeDBInstances" ? instance(on.env.DATABASE_PORT) : undefined;
        c.aws.standIns.push(c.ecs.answer, databases);
        c.shop = new TestEnvironment();
        c.shop.outputs(OUTPUTS);
        // Stands in for the plugin of Session Manager: its session's address is the container's socket.
        const socket = `socket=$(node -p 'JSON.parse(process.argv[1]).StreamUrl' "$1")`;
        const session = `${process.execPath} ${path.join(on.folder, "index.cjs")} session`;
        c.plugin(`[ "$1" = --version ] && exit 0\n${socket}\nexec env CONSOLE_SOCKET="$socket" ${session}`);
        await on.database.asRds("UPDATE orders SET item = 'kite'");
    });
    afterEach(() => {
        for (const { container } of c.ecs.tasks) container.child.kill("SIGKILL");
        c.shop.remove();
    });
    return c;
}

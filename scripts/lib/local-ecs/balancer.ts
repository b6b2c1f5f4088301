import { connect } from "node:net";
import path from "node:path";
import { writeFileSync } from "node:fs";
import { freePort, LocalServer, newest, privateFolder, removeFolder } from "../local-server.ts";

/** Tasks that a target group has room for. */
const ROOM = 4;
export const GROUPS = ["web", "web-alternate"] as const;
export type Group = (typeof GROUPS)[number];
/** The listener's of those who use it, and the one for tests. */
export type Rule = "live" | "test";
export type Weights = Record<Group, number>;

/** What one target group has answered so far. */
export interface Counted {
    /** Those that were answered, and those that were given up. */
    requests: number;
    /** Of those that a task has answered, with whatever. */
    answered: number;
    errors: number;
    /** Of the last 1,024 answers, as haproxy has it. */
    meanMs: number;
}

const ANSWERS = ["1xx", "2xx", "3xx", "4xx", "5xx", "other"].map((kind) => `hrsp_${kind}`);
/** Milliseconds of the wall until it answers for a task that does not. */
const PATIENCE = 30_000;

/** Real haproxy as the load balancer: two listeners, each with a rule that leads to two target groups by weight. */
export class Balancer {
    readonly ports: Record<Rule, number>;
    private readonly server: LocalServer;
    private readonly folder: string;
    private readonly weights: Record<Rule, Weights> = {
        live: { web: 100, "web-alternate": 0 },
        test: { web: 100, "web-alternate": 0 },
    };
    private readonly used = new Map<string, { group: Group; slot: number }>();

    private constructor(folder: string, ports: Record<Rule, number>, patience: number) {
        [this.folder, this.ports] = [folder, ports];
        writeFileSync(path.join(folder, "haproxy.cfg"), this.configuration(patience), { mode: 0o644 });
        this.server = new LocalServer(newest("haproxy", ["/usr/sbin"]), ["-db", "-f", "haproxy.cfg"], folder);
    }

    static async start(patience = PATIENCE): Promise<Balancer> {
        const ports = { live: await freePort(), test: await freePort() };
        const balancer = new Balancer(privateFolder(), ports, patience);
        for (let tries = 0; ; tries++) {
            const isThere = await balancer.said("show info").catch(() => "");
            if (isThere) return balancer;
            if (tries > 2000) {
                await balancer.stop();
                throw new Error(`haproxy did not start: ${balancer.server.log}`);
            }
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }

    async stop(): Promise<void> {
        await this.server.stop("SIGTERM");
        removeFolder(this.folder);
    }

    weightsOf(rule: Rule): Weights {
        return { ...this.weights[rule] };
    }

    /** The rule says so at once; its nodes obey when it has spread. */
    async weigh(rule: Rule, weights: Weights, spread: () => Promise<void>): Promise<void> {
        this.weights[rule] = { ...weights };
        await spread();
        await this.ordered(
            GROUPS.flatMap((group) =>
                slots().map((slot) => `set weight ${rule}/${group}-${slot} ${weights[group]}`),
            ),
        );
    }

    async register(group: Group, id: string, port: number): Promise<void> {
        const taken = [...this.used.values()].filter((one) => one.group === group).map(({ slot }) => slot);
        const slot = slots().find((one) => !taken.includes(one));
        if (slot === undefined) throw new Error(`The target group ${group} has ${ROOM} targets already.`);
        this.used.set(id, { group, slot });
        await this.ordered(
            rules().flatMap((rule) => [
                `set server ${rule}/${group}-${slot} addr 127.0.0.1 port ${port}`,
                `set server ${rule}/${group}-${slot} state ready`,
                // Until its checks say otherwise, as a target of AWS's is "initial".
                `set server ${rule}/${group}-${slot} health down`,
            ]),
        );
    }

    async deregister(id: string): Promise<void> {
        const { group, slot } = this.used.get(id) ?? {};
        if (group === undefined || !this.used.delete(id)) return;
        await this.ordered(rules().map((rule) => `set server ${rule}/${group}-${slot} state maint`));
    }

    /** What the checks say of each target of a group, by its id. */
    async health(group: Group): Promise<Map<string, boolean>> {
        const up = new Set(
            (await this.table())
                .filter(({ pxname, status }) => pxname === "live" && status?.startsWith("UP"))
                .map(({ svname }) => svname),
        );
        const own = [...this.used].filter(([, one]) => one.group === group);
        return new Map(own.map(([id, { slot }]) => [id, up.has(`${group}-${slot}`)]));
    }

    async counted(): Promise<Record<Group, Counted>> {
        const lines = await this.table();
        const sum = (group: Group): Counted => {
            const own = lines.filter(
                ({ pxname, svname }) => pxname === "live" && svname?.match(/^(.*)-\d$/)?.[1] === group,
            );
            const add = (field: string) => own.reduce((total, one) => total + Number(one[field] ?? 0), 0);
            const means = own
                .filter(({ lastsess }) => Number(lastsess) >= 0)
                .map(({ rtime }) => Number(rtime));
            const answered = ANSWERS.reduce((total, field) => total + add(field), 0);
            // Those under way count when they are over: a moment of the wall is many of a fast clock's.
            const requests = add("stot") - add("scur");
            return { requests, answered, errors: add("hrsp_5xx"), meanMs: Math.max(0, ...means) };
        };
        return { web: sum("web"), "web-alternate": sum("web-alternate") };
    }

    private async table(): Promise<Record<string, string>[]> {
        const [head = "", ...lines] = (await this.said("show stat")).trim().split("\n");
        const names = head.replace("# ", "").split(",");
        return lines.map((line) => Object.fromEntries(line.split(",").map((text, at) => [names[at], text])));
    }

    private async ordered(orders: string[]): Promise<void> {
        const said = (await this.said(orders.join("; "))).replaceAll(
            /no need to change.*|\w+ changed from.*/g,
            "",
        );
        if (said.trim() !== "") throw new Error(`haproxy: ${said.trim()}`);
    }

    private said(order: string): Promise<string> {
        return new Promise((resolve, reject) => {
            const socket = connect(path.join(this.folder, "admin"));
            let said = "";
            socket.setEncoding("utf8").on("data", (text: string) => (said += text));
            socket.once("error", reject).once("close", () => resolve(said));
            socket.write(`${order}\n`);
        });
    }

    private configuration(patience: number): string {
        const servers = (rule: Rule) =>
            GROUPS.flatMap((group) =>
                slots().map(
                    (slot) =>
                        `    server ${group}-${slot} 127.0.0.1:1 weight ${this.weights[rule][group]} check inter 40ms fall 5 rise 2 disabled`,
                ),
            );
        const listen = (rule: Rule) => [
            `listen ${rule}`,
            `    bind 127.0.0.1:${this.ports[rule]}`,
            "    balance roundrobin",
            "    option httpchk GET /healthz",
            "    http-check expect status 200",
            ...servers(rule),
        ];
        return [
            ...[
                "global",
                `    stats socket ${path.join(this.folder, "admin")} mode 600 level admin`,
                "    maxconn 2000",
                "    nbthread 1",
            ],
            // An idle connection that ends here, just as somebody asks on it, would be our fault.
            ...["defaults", "    mode http", "    timeout connect 10s", "    timeout client 10m"],
            ...[`    timeout server ${patience}ms`, "    timeout check 10s"],
            ...listen("live"),
            ...listen("test"),
            "",
        ].join("\n");
    }
}

const slots = () => Array.from({ length: ROOM }, (_, slot) => slot);
const rules = (): Rule[] => ["live", "test"];

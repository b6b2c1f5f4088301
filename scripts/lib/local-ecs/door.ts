import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ACTIONS } from "./api.ts";
import { GROUPS } from "./balancer.ts";
import type { LocalEcs } from "./control-plane.ts";
import { EcsError, group, rule } from "./names.ts";

/** An error of the API itself, for the next calls of an action. */
export interface Fault {
    action: string;
    code: string;
    times: number;
}

const VARIABLES = ["AWS_ENDPOINT_URL_ECS", "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2"] as const;

/** ECS's AWS JSON 1.1, and of the load balancer what it says of its rules and targets, on the loopback. */
export class Door {
    /** Every action that was asked for, in order. */
    readonly asked: string[] = [];
    readonly faults: Fault[] = [];
    /** Runs before an action has its effect; what it throws is the answer. */
    before: (action: string) => void = () => undefined;
    /** Runs after an action has had its effect, and before its answer goes out. */
    after: (action: string) => void = () => undefined;
    private readonly ecs: LocalEcs;
    private readonly server: Server;
    private readonly surroundings: (string | undefined)[];

    private constructor(ecs: LocalEcs) {
        this.ecs = ecs;
        this.server = createServer((message, answer) => void this.pass(message, answer));
        this.surroundings = VARIABLES.map((name) => process.env[name]);
    }

    /** Opens it, and turns the SDK's clients of this process to it by their own variables. */
    static async open(ecs: LocalEcs): Promise<Door> {
        const door = new Door(ecs);
        door.server.listen(0, "127.0.0.1");
        await once(door.server, "listening");
        const { port } = door.server.address() as AddressInfo;
        for (const name of VARIABLES) process.env[name] = `http://127.0.0.1:${port}`;
        return door;
    }

    close(): void {
        VARIABLES.forEach((name, at) => {
            if (this.surroundings[at] === undefined) delete process.env[name];
            else process.env[name] = this.surroundings[at];
        });
        this.server.closeAllConnections();
        this.server.close();
    }

    private async pass(message: IncomingMessage, answer: ServerResponse): Promise<void> {
        let body = "";
        for await (const chunk of message.setEncoding("utf8")) body += chunk;
        const [, json] = String(message.headers["x-amz-target"] ?? "").split(".");
        const form = new URLSearchParams(body);
        const action = json ?? form.get("Action") ?? "?";
        this.asked.push(action);
        const fault = this.faults.find((one) => one.action === action && one.times-- > 0);
        try {
            if (fault) throw new EcsError(fault.code, `The call of ${action} was refused`);
            this.before(action);
            const said = json ? JSON.stringify(this.told(action, body)) : await this.balancer(action, form);
            this.after(action);
            answer
                .writeHead(200, { "content-type": json ? "application/x-amz-json-1.1" : "text/xml" })
                .end(said);
        } catch (error) {
            const code = error instanceof EcsError ? error.code : "ServerException";
            const { message: text } = error as Error;
            const said = json
                ? JSON.stringify({ __type: code, message: text })
                : `<ErrorResponse><Error><Code>${code}</Code><Message>${text}</Message></Error></ErrorResponse>`;
            answer.writeHead(code === "ServerException" ? 500 : 400).end(said);
        }
    }

    private told(action: string, body: string): object {
        const act = ACTIONS[action];
        const asked = JSON.parse(body) as Record<string, unknown>;
        const { workers, oneOffs, taskDefinitions } = this.ecs;
        const other = oneOffs.answer(action, asked) ?? workers.answer(action, asked, taskDefinitions);
        if (other) return other;
        if (!act) throw new EcsError("InvalidParameterException", `Nothing at ${action}`);
        return act(this.ecs, asked);
    }

    /** What haproxy has been told, and what its checks find. */
    private async balancer(action: string, form: URLSearchParams): Promise<string> {
        const wrapped = (inner: string) =>
            `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`;
        const members = (list: string[]) => list.map((one) => `<member>${one}</member>`).join("");
        if (action === "DescribeRules") {
            const name = form.get("RuleArns.member.1") === rule("test") ? "test" : "live";
            const groups = Object.entries(this.ecs.balancer.weightsOf(name)).map(
                ([one, weight]) => `<TargetGroupArn>${group(one)}</TargetGroupArn><Weight>${weight}</Weight>`,
            );
            const forward = `<ForwardConfig><TargetGroups>${members(groups)}</TargetGroups></ForwardConfig>`;
            const actions = `<Actions>${members([`<Type>forward</Type>${forward}`])}</Actions>`;
            return wrapped(`<Rules>${members([`<RuleArn>${rule(name)}</RuleArn>${actions}`])}</Rules>`);
        }
        if (action === "DescribeTargetHealth") {
            const name = GROUPS.find((one) => group(one) === form.get("TargetGroupArn")) ?? "web";
            const targets = [...(await this.ecs.balancer.health(name))].map(
                ([id, isUp]) =>
                    `<Target><Id>${id}</Id></Target><TargetHealth><State>${isUp ? "healthy" : "unhealthy"}</State></TargetHealth>`,
            );
            return wrapped(`<TargetHealthDescriptions>${members(targets)}</TargetHealthDescriptions>`);
        }
        throw new EcsError("InvalidAction", `Nothing at ${action}`);
    }
}

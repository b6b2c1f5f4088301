import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import { LocalEcs } from "../../scripts/lib/local-ecs/control-plane.ts";
import { Door } from "../../scripts/lib/local-ecs/door.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import type { World } from "../../scripts/lib/world.ts";
import { ACCOUNT } from "./environment.ts";
import type { releasing } from "./releasing.ts";

const REGION = "eu-west-1";
const VARIABLES = ["AWS_ENDPOINT_URL_ECS", "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2"] as const;

/** A second environment, `shop-next`, in a region of its own: by that its ECS is told from the other's. */
export class Promoting {
    ecs!: LocalEcs;
    /** How `npm run cost` ends, and what it was asked. */
    costs = 0;
    costAsked: string[] = [];
    private door!: Door;
    private router!: Server;
    private r!: ReturnType<typeof releasing>;
    private readonly outputs: Record<string, unknown> = {
        ...{ clusterName: "next", serviceName: "web", evidenceBucket: "shop-next-proofs" },
        loadTest: { header: "x-load-test", value: "0f" },
        jobsDeadLettersUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/shop-next-jobs-dead`,
        alertsTopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:shop-next-alerts`,
        edgeTopicArn: `arn:aws:sns:us-east-1:${ACCOUNT}:shop-next-alerts`,
        pageTopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:shop-next-pages`,
        release: { parameter: "/shop-next/release", alarms: [] },
    };

    async start(r: ReturnType<typeof releasing>, url: string): Promise<void> {
        this.r = r;
        this.outputs.url = url;
        const { shop, stage } = this.r;
        const service = `airworthy:service: { image: "${stage.inFile}" }`;
        shop.project.write({ "Pulumi.next.yaml": `config:\n  aws:region: ${REGION}\n  ${service}\n` });
        const configuration = { ...CONFIGURATION, bakeTimeInMinutes: 0, lifecycleHooks: [] };
        this.ecs = await LocalEcs.start({ factor: 1500, configuration, alarms: [] });
        const live = process.env[VARIABLES[0]]!;
        this.door = await Door.open(this.ecs);
        const next = process.env[VARIABLES[0]]!;
        this.router = createServer((message, answer) => {
            const isNext = message.headers.authorization?.includes(`/${REGION}/`);
            const { method, headers } = message;
            const to = new URL(message.url ?? "/", isNext ? next : live);
            const onward = request(to, { method, headers }, (reply) => {
                answer.writeHead(reply.statusCode ?? 500, reply.headers);
                reply.pipe(answer);
            });
            message.pipe(onward);
        }).listen(0, "127.0.0.1");
        await once(this.router, "listening");
        const { port } = this.router.address() as { port: number };
        for (const name of VARIABLES) process.env[name] = `http://127.0.0.1:${port}`;
    }

    /** What serves in it, all of it. */
    async serving(name: string): Promise<void> {
        const image = await this.r.stage.image(name);
        this.ecs.image(image, {});
        await this.ecs.deploy(this.ecs.register(image)).over;
    }

    get world(): World {
        const { world } = this.r;
        return {
            ...world,
            run: (command, args, options) => {
                if (args.includes("cost")) {
                    this.costAsked.push([command, ...args].join(" "));
                    return Promise.resolve({ code: this.costs, output: "" });
                }
                return args.join(" ").startsWith("stack output") && args.includes("next")
                    ? Promise.resolve({ code: 0, output: JSON.stringify(this.outputs) })
                    : world.run(command, args, options);
            },
        };
    }

    async stop(): Promise<void> {
        this.router?.closeAllConnections();
        this.router?.close();
        this.door?.close();
        await this.ecs?.stop();
    }
}

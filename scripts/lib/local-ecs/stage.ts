import type {
    DeploymentConfiguration,
    DeploymentLifecycleHook,
    DeploymentLifecycleHookStage,
} from "@aws-sdk/client-ecs";
import type { ReleaseRecord } from "../release/record.ts";
import type { Ran } from "../world.ts";
import { declaredAlarms } from "./alarms.ts";
import {
    deleteImage,
    keepRecord,
    keptRecord,
    makeTable,
    PARAMETER,
    pushImage,
    REGION,
    TABLE,
    tellMoto,
} from "./aws.ts";
import { LocalEcs } from "./control-plane.ts";
import type { LocalDeployment } from "./deployment.ts";
import { Door } from "./door.ts";
import { EcsError } from "./names.ts";
import type { OpenLoad } from "./load.ts";
import type { LocalEcsOptions } from "./options.ts";
import type { Behaviour } from "./task.ts";

const ACCOUNT = "123456789012";
const alarms = { alarmNames: declaredAlarms().map(({ name }) => name), enable: true, rollback: true };
const hook = (name: string, ...stages: DeploymentLifecycleHookStage[]): DeploymentLifecycleHook => ({
    hookTargetArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:shop-live-${name}`,
    lifecycleStages: stages,
});
// More than twice what the smoke test takes among users: a busy machine stands still for minutes of a fast clock.
const timeoutConfiguration = { timeoutInMinutes: 10, action: "ROLLBACK" } as const;
export const CONFIGURATION: DeploymentConfiguration = {
    // What is to end the bake does so long before; what waits for its end sets another one.
    ...{ strategy: "BLUE_GREEN", bakeTimeInMinutes: 1440, alarms },
    lifecycleHooks: [
        // By the wall's clock it takes as long as it takes, however fast this one is.
        hook("gate", "PRE_SCALE_UP"),
        {
            ...hook("smoke", "POST_TEST_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"),
            timeoutConfiguration,
        },
    ],
};
/** What the gate's function is told of this environment. */
export const GATE = {
    ...{ AWS_REGION: REGION, CLUSTER: "live", TABLE, ALARMS: alarms.alarmNames.join(",") },
    ...{ CONTAINER: "web", LIMIT_SECONDS: "1800", MIGRATION_TASK: "none" },
};

/** The image that the program builds where none is named; its tag says what it is made of. */
export const EXAMPLE = "0123456789abcdef";

/** One environment with a service, its images, and a Pulumi that does what the program would. Moto has the rest of AWS. */
export class Stage {
    readonly ecs: LocalEcs;
    readonly door: Door;
    /** What `pulumi up` exits with, whatever came of it. */
    upCode: number | undefined;
    /** Runs before a command of the CLIs; what it throws kills the script. */
    before: (line: string) => void = () => undefined;
    /** What the stack's file names; without it the example runs. */
    inFile = "";
    /** What the stack tells of itself. */
    readonly outputs: Record<string, unknown> = { ...OUTPUTS };
    private readonly images = new Map<string, string>();

    private constructor(ecs: LocalEcs, door: Door) {
        [this.ecs, this.door] = [ecs, door];
    }

    static async start(options: Partial<LocalEcsOptions> = {}): Promise<Stage> {
        const given = { factor: 1500, configuration: CONFIGURATION, alarms: declaredAlarms(), ...options };
        const tell = await tellMoto(given.alarms.map(({ name }) => name));
        await makeTable();
        const ecs = await LocalEcs.start({ ...given, tell });
        const stage = new Stage(ecs, await Door.open(ecs));
        for (const name of ["gate", "smoke"])
            ecs.hooks.set(`shop-live-${name}`, () => Promise.resolve({ hookStatus: "SUCCEEDED" }));
        stage.inFile = await stage.image("v1");
        return stage;
    }

    async stop(): Promise<void> {
        this.door.close();
        await this.ecs.stop();
    }

    /** An image that is in the repository, and what it does when it runs. */
    async image(name: string, behaviour: Behaviour = {}): Promise<string> {
        const known = this.images.get(name);
        if (known !== undefined) return known;
        const image = await pushImage(name, name === EXAMPLE ? "tag" : "digest");
        this.ecs.image(image, behaviour);
        this.images.set(name, image);
        return image;
    }

    async removeImage(name: string): Promise<void> {
        await deleteImage(await this.image(name));
    }

    /** What serves from the beginning: deployed long ago, one after the other. */
    async serving(...names: string[]): Promise<LocalDeployment> {
        const { configuration } = this.ecs;
        this.ecs.configuration = { ...configuration, strategy: "BLUE_GREEN", bakeTimeInMinutes: 0 };
        for (const name of names) await this.release(name).then(({ over }) => over);
        this.ecs.configuration = configuration;
        return this.ecs.last!;
    }

    /** Begins a deployment, as somebody else does. */
    async release(name: string): Promise<LocalDeployment> {
        return this.ecs.deploy(this.ecs.register(await this.image(name)));
    }

    record(): Promise<ReleaseRecord | undefined> {
        return keptRecord();
    }

    /** Writes the record as somebody else does. */
    keep(image: string): Promise<void> {
        const [at, by] = [new Date().toISOString(), `arn:aws:iam::${ACCOUNT}:user/ann`];
        return keepRecord({ image, over: this.inFile, at, by, why: "deploy" });
    }

    /** Ends the next run around a call of ECS: it gets an error that it can't go on from. */
    kill(action: string, when: "before" | "after"): void {
        if (when === "before") this.door.faults.push({ action, code: "Killed", times: 1 });
        else
            this.door.after = (called) => {
                if (called !== action) return;
                this.door.after = () => undefined;
                throw new EcsError("Killed", "after it had its effect");
            };
    }

    /** What a client has seen of each image since a moment, by number. */
    seen(load: OpenLoad, since = 0): Record<string, number> {
        const count: Record<string, number> = {};
        const names = new Map([...this.images].map(([name, image]) => [image, name]));
        for (const { status, revision } of load.since(since)) {
            const definition = this.ecs.taskDefinitions.find(({ arn }) => arn === revision);
            const key = `${names.get(definition?.image ?? "") ?? revision ?? "nobody"} ${status}`;
            count[key] = (count[key] ?? 0) + 1;
        }
        return count;
    }

    /** The CLIs, as a script calls them: the program runs what the record names, while its file says what it said then. */
    async called(line: string): Promise<Ran> {
        this.before(line);
        if (line.startsWith("pulumi stack output")) return { code: 0, output: JSON.stringify(this.outputs) };
        if (line.startsWith("pulumi preview")) return { code: 0, output: JSON.stringify({ steps: [] }) };
        if (!line.startsWith("pulumi up")) return { code: 0, output: "" };
        const record = await this.record();
        const written = this.inFile || (await this.image(EXAMPLE));
        const image = record?.over === this.inFile ? record.image : written;
        if (this.ecs.serving?.taskDefinition.image === image) return { code: this.upCode ?? 0, output: "" };
        const made = this.ecs.deploy(this.ecs.register(image));
        await made.over;
        return { code: this.upCode ?? (made.state === "SUCCESSFUL" ? 0 : 255), output: "" };
    }
}

const OUTPUTS = {
    ...{ clusterName: "live", serviceName: "web", loadTest: { header: "x-load-test", value: "0f" } },
    ...{ evidenceBucket: "shop-live-proofs", databaseInstance: "shop-live-a" },
    alertsTopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:shop-live-alerts`,
    edgeTopicArn: `arn:aws:sns:us-east-1:${ACCOUNT}:shop-live-alerts`,
    pageTopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:shop-live-pages`,
    jobsDeadLettersUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/shop-live-jobs-dead`,
    release: { parameter: PARAMETER, alarms: alarms.alarmNames, announcements: TABLE },
};

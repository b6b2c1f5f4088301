import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { container } from "../parts/container.ts";
import { fargateTask } from "../parts/fargate-task.ts";
import { ofImage, type BuiltImage } from "../parts/image.ts";
import { oneOffPlace } from "../parts/one-off-place.ts";
import { here, type Account } from "../parts/rights.ts";

export interface ConsolesArgs extends Account {
    /** The environment: what the names of the tasks' families start with. */
    prefix: string;
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** What the role of a task needs that people may enter. */
    cluster: { toBeEntered: aws.iam.PolicyStatement[] };
    database: { place: { dbName: string }; operatorSecurityGroupId: pulumi.Input<string> };
    /** Of images/console. */
    image: BuiltImage;
    /** Log groups, of this account and region; of them that of who did what and why. */
    logs: { console: { name: pulumi.Input<string> } };
}

/** Made by functions/roles: they sign in by IAM alone. */
const users = { read: "reporter_iam", write: "migrator_iam" };
type Mode = keyof typeof users;
/**
 * Where the agent of ECS Exec writes. AWS says that it takes no read-only root file system; with these writable it does
 * (aws/containers-roadmap#1359, toris.io/2021/06/using-ecs-exec-with-readonlyrootfilesystem-enabled-containers).
 */
const agentFolders = ["/managed-agents", "/var/lib/amazon", "/var/log/amazon"];
const nameOf = (folder: string) => folder.slice(1).replaceAll("/", "-");

/**
 * How a person reaches the database: a task that somebody starts, with psql in it, and that ends by itself. One kind
 * reads and one writes, each with a role that can sign in as one user, so that a person's rights to start them differ.
 * Nothing runs, listens or costs before, and a session leaves a record in two log groups.
 */
export class Consoles extends pulumi.ComponentResource {
    /** What `npm run psql` starts, and where: lists are joined by commas. */
    readonly places: Record<Mode | "subnetIds" | "securityGroupIds", pulumi.Output<string>>;

    constructor(name: string, args: ConsolesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Consoles", name, {}, opts);
        const place = { ...args, description: "Consoles of the database" };
        this.places = {
            read: this.task(name, "read", args),
            write: this.task(name, "write", args),
            ...oneOffPlace(this, name, place),
        };
        this.registerOutputs({ places: this.places });
    }

    private task(name: string, mode: Mode, args: ConsolesArgs): pulumi.Output<string> {
        // Of any instance, for a generation's id is known after its deployment only: the way leads to these databases alone.
        const user = here(args, "rds-db", `dbuser:*/${users[mode]}`);
        return fargateTask(this, `${name}-${mode}`, {
            ...args,
            logGroupName: args.logs.console.name,
            family: `${args.prefix}-console-${mode}`,
            ...ofImage(args.image),
            ...{ cpu: 256, memory: 512 },
            container: console(mode, args),
            volumes: agentFolders.map(nameOf),
            toRun: [
                { Effect: "Allow", Action: "rds-db:connect", Resource: user },
                ...args.cluster.toBeEntered,
            ],
        }).definitionArn;
    }
}

function console(mode: Mode, args: ConsolesArgs) {
    return {
        ...container({
            ...args,
            logGroupName: args.logs.console.name,
            // Another name for each, so that a person's rights can be to enter one and not the other.
            name: `console-${mode}`,
            image: args.image.uri,
            user: "65532:65532",
            environment: {
                ENVIRONMENT: args.prefix,
                MODE: mode,
                DATABASE_NAME: args.database.place.dbName,
                DATABASE_USER: users[mode],
            },
            // The session is told to end, and then its recording is sent.
            stopSeconds: 60,
            // What can't be written down is not done.
            logMode: "blocking",
        }),
        mountPoints: agentFolders.map((folder) => ({ sourceVolume: nameOf(folder), containerPath: folder })),
    };
}

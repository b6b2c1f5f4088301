import * as pulumi from "@pulumi/pulumi";
import type { CheckArgs, Hook } from "./checks/check.ts";
import { CostCheck, type CostCheckArgs } from "./checks/cost-check.ts";
import { Gate, type GateArgs } from "./checks/gate.ts";
import { SmokeTest, type SmokeTestArgs } from "./checks/smoke-test.ts";

type Every = GateArgs & SmokeTestArgs & CostCheckArgs;
type Check = "gate" | "smoke" | "cost";

export interface ChecksArgs extends Omit<Every, "code" | "logGroupName" | "logs" | "login" | "balancer"> {
    /** The code of each check's function. */
    codes: Record<Check, CheckArgs["code"]>;
    /** The log groups of the checks' verdicts, and of what migrations print. */
    logs: Record<Check | "migrations", { name: pulumi.Input<string> }>;
    /** Who migrates, in the form of AWS's own database secrets; its value is there once the roles are. */
    secrets: { migrator: Omit<GateArgs["login"], "value"> };
    roles: { ready: pulumi.Resource };
    /** The way to the version under test, and what the load balancer is called in metrics. */
    balancer: CostCheckArgs["balancer"] & SmokeTestArgs["balancer"];
}

/** What ECS asks about a new version: before its first task, before its first user, and once all users have it. */
export class Checks extends pulumi.ComponentResource {
    readonly hooks: Hook[];
    /** Where the scripts announce a release. */
    readonly tableName: pulumi.Output<string>;

    constructor(name: string, { codes, logs, ...args }: ChecksArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Checks", name, {}, opts);
        const child = { parent: this };
        const own = (check: Check) => ({ ...args, logGroupName: logs[check].name, code: codes[check] });
        const login = { ...args.secrets.migrator, value: args.roles.ready };
        const gate = new Gate("gate", { ...own("gate"), login, logs }, child);
        const smoke = new SmokeTest("smoke", own("smoke"), child);
        const cost = new CostCheck("cost", own("cost"), child);
        this.hooks = [gate.hook, smoke.hook, cost.hook];
        this.tableName = gate.tableName;
        this.registerOutputs({ tableName: this.tableName });
    }
}

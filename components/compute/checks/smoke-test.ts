import * as pulumi from "@pulumi/pulumi";
import { check, type CheckArgs, type Hook } from "./check.ts";

/** The function's code has workflow.json beside it; its log has the steps, too. */
export interface SmokeTestArgs extends CheckArgs {
    /** Where the version under test answers, to which header, and what opens the way there. */
    balancer: { test: Test; callerSecurityGroupId: pulumi.Input<string> };
}

interface Test {
    url: pulumi.Input<string>;
    /** The name that users know the app by: the certificate has to be for it, and the app is asked by it. */
    serverName: pulumi.Input<string>;
    header: string;
    value: pulumi.Input<string>;
}

/**
 * Seconds. Three runs that wait as long as a workflow may, 120 s each (workflow/rules.ts), with their pauses and the
 * first minute: 450; four minutes among users with one such run; and some for a slow app. ECS allows 15 minutes
 * (Developer Guide, "Lifecycle hooks").
 */
const limitSeconds = 600;

/**
 * Takes the steps of the core workflow on a new version before any user reaches it, and among users, who may be too few
 * to show a fault. A release that fails it rolls back.
 */
export class SmokeTest extends pulumi.ComponentResource {
    readonly hook: Hook;

    constructor(name: string, args: SmokeTestArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:SmokeTest", name, {}, opts);
        const { test, callerSecurityGroupId } = args.balancer;
        this.hook = check(this, name, args, {
            called: "smoke",
            says: "The smoke test of a new version",
            broke:
                "The smoke test of a release broke off without a verdict, and the release was rolled back: " +
                "docs/runbooks/smoke-test.md.",
            stages: ["POST_TEST_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"],
            minutes: Math.ceil(limitSeconds / 60),
            timeoutSeconds: limitSeconds,
            securityGroupIds: [callerSecurityGroupId],
            // It calls the app as a user does, and AWS not at all.
            rights: [],
            variables: {
                TEST_URL: test.url,
                SERVER_NAME: test.serverName,
                TEST_HEADER: test.header,
                TEST_VALUE: test.value,
                LIMIT_SECONDS: String(limitSeconds),
                // For how long a connection that fails may be the listener's rule, which is spreading.
                SPREAD_SECONDS: "60",
                PAUSE_SECONDS: "15",
            },
        });
        this.registerOutputs({ functionArn: this.hook.functionArn });
    }
}

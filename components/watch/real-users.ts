import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, policyOf, type Account } from "../parts/rights.ts";

export interface RealUsersArgs extends Account {
    /** What the monitor is called, here and in metrics; no other of the region may have it. */
    prefix: string;
    /** The names that users call: what a page of another site sends is refused. */
    cdn: { pageNames: string[] };
    measured: {
        /** Of 100 loads of a page, so many are measured. 0 makes nothing. No default: each of them is paid for. */
        samplePercent: number;
        /** Where browsers send what they measured, as `https://` and a host. */
        endpoint: string;
        /** Cloud Control doesn't know the provider's default tags. */
        tags: Record<string, string>;
    };
}

/** A value for a container's variable. */
interface Kept {
    /** Of a parameter; known before it is made. */
    arn: pulumi.Output<string>;
    /** Puts the value there: whoever reads it waits for this. */
    value: pulumi.Resource;
    toRead: aws.iam.PolicyStatement[];
}

/**
 * Takes Core Web Vitals out of the browsers of real users, without a cookie and without a login: a policy of its own lets
 * anybody send numbers to this monitor, and nothing else. Only AWS's Cloud Control API makes a monitor with a policy
 * (docs/decisions/0009-real-users.md).
 */
export class RealUsers extends pulumi.ComponentResource {
    /** What metrics call it. Undefined where nobody is measured. */
    readonly monitorName: pulumi.Output<string> | undefined;
    /** What the application is to hand to its pages. */
    readonly variables: Record<string, string>;
    /** The same, in Parameter Store: AWS chooses the monitor's id, and a task's definition is known before that. */
    readonly kept: { RUM_APP_MONITOR_ID?: Kept };

    constructor(name: string, args: RealUsersArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:RealUsers", name, {}, opts);
        const { samplePercent, endpoint } = args.measured;
        const made = samplePercent > 0 ? this.monitor(name, args) : undefined;
        this.monitorName = made?.id.apply(() => args.prefix);
        this.kept = made ? { RUM_APP_MONITOR_ID: this.idOf(name, args, made) } : {};
        this.variables = made ? { RUM_ENDPOINT: endpoint, RUM_SAMPLE_PERCENT: String(samplePercent) } : {};
        this.registerOutputs({ monitorName: this.monitorName });
    }

    private idOf(name: string, args: RealUsersArgs, made: aws.cloudcontrol.Resource): Kept {
        // One level deeper than what `stacks/release.ts` lists.
        const path = `/${args.prefix}/real-users/monitor`;
        const insecureValue = made.properties.apply((all) => (JSON.parse(all) as { Id: string }).Id);
        const parameter = { name: path, type: "String", insecureValue };
        const arn = here(args, "ssm", `parameter${path}`);
        return {
            arn,
            // No secret: every page shows it.
            value: new aws.ssm.Parameter(name, parameter, { parent: this }),
            toRead: [{ Effect: "Allow", Action: "ssm:GetParameters", Resource: arn }],
        };
    }

    private monitor(name: string, args: RealUsersArgs): aws.cloudcontrol.Resource {
        const { prefix, cdn, measured } = args;
        const toSend: aws.iam.PolicyStatement = {
            ...{ Sid: "BrowsersSend", Effect: "Allow", Principal: "*", Action: "rum:PutRumEvents" },
            Resource: here(args, "rum", `appmonitor/${prefix}`),
        };
        const desiredState = pulumi.jsonStringify({
            Name: prefix,
            // One or the other (CloudFormation's schema of the type).
            ...(cdn.pageNames.length > 1 ? { DomainList: cdn.pageNames } : { Domain: cdn.pageNames[0] }),
            AppMonitorConfiguration: {
                // What is in a browser stays in it; what a page calls is none of AWS's business.
                ...{ AllowCookies: false, EnableXRay: false, Telemetries: ["performance"] },
                SessionSampleRate: measured.samplePercent / 100,
            },
            CustomEvents: { Status: "DISABLED" },
            // RUM keeps events for 30 days, and metrics as long as all others. A copy would be paid for once more.
            CwLogEnabled: false,
            ResourcePolicy: { PolicyDocument: policyOf([toSend]) },
            Tags: Object.entries(measured.tags).map(([Key, Value]) => ({ Key, Value })),
        });
        const typeName = "AWS::RUM::AppMonitor";
        return new aws.cloudcontrol.Resource(name, { typeName, desiredState }, { parent: this });
    }
}

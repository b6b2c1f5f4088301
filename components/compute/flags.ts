import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, policyOf, trustedBy, type Account } from "../parts/rights.ts";

export interface FlagsArgs extends Account {
    /** What the application of AppConfig is called; no other environment of the account may have the name. */
    prefix: string;
    /** The alarms that take a change of a flag back: at most 5 (AppConfig's API reference, "CreateEnvironment"). */
    alarmNames: pulumi.Input<string>[];
}

const names = { environment: "live", profile: "flags" };

/**
 * Switches in the application that are thrown without a deployment of it, and go back by themselves when an alarm rings. The
 * program makes the place for them; which there are, and whether they are on, it leaves to whoever throws them
 * (docs/runbooks/flags.md).
 */
export class Flags extends pulumi.ComponentResource {
    /** Where they are, by the names that AppConfig's clients ask for. */
    readonly place: { application: pulumi.Output<string>; environment: string; profile: string };
    readonly toRead: aws.iam.PolicyStatement[];

    constructor(name: string, args: FlagsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Flags", name, {}, opts);
        const child = { parent: this };
        if (args.alarmNames.length > 5)
            throw new Error(`${name}: there are ${args.alarmNames.length} alarmNames; use at most 5.`);
        const application = new aws.appconfig.Application(name, { name: args.prefix }, child);
        const applicationId = application.id;
        const environment = new aws.appconfig.Environment(
            name,
            { applicationId, name: names.environment, monitors: this.monitors(name, args) },
            child,
        );
        const profile = new aws.appconfig.ConfigurationProfile(
            name,
            {
                ...{ applicationId, name: names.profile },
                ...{ locationUri: "hosted", type: "AWS.AppConfig.FeatureFlags" },
            },
            child,
        );
        this.begin(name, applicationId, profile, environment);
        this.place = { application: application.name, ...names };
        // AppConfig makes up the ids, and what a role may do has to be read at preview. No flag is a secret.
        const all = here(args, "appconfig", "application/*/environment/*/configuration/*");
        const actions = ["StartConfigurationSession", "GetLatestConfiguration"];
        const Action = actions.map((action) => `appconfig:${action}`);
        this.toRead = [{ Effect: "Allow", Action, Resource: all }];
        this.registerOutputs({ application: application.name });
    }

    /** No flag yet, and deployed: before anything was, a client that asks gets an error. */
    private begin(
        name: string,
        applicationId: pulumi.Output<string>,
        { configurationProfileId }: aws.appconfig.ConfigurationProfile,
        { environmentId }: aws.appconfig.Environment,
    ): void {
        const first = new aws.appconfig.HostedConfigurationVersion(
            name,
            {
                ...{ applicationId, configurationProfileId, contentType: "application/json" },
                content: JSON.stringify({ version: "1", flags: {}, values: {} }),
            },
            { parent: this },
        );
        new aws.appconfig.Deployment(
            name,
            {
                ...{ applicationId, configurationProfileId, environmentId },
                configurationVersion: first.versionNumber.apply(String),
                deploymentStrategyId: "AppConfig.AllAtOnce",
            },
            { parent: this },
        );
    }

    /** AppConfig looks at the alarms itself, as a role that may do nothing else. */
    private monitors(name: string, args: FlagsArgs) {
        const assumeRolePolicy = trustedBy("appconfig.amazonaws.com", args);
        const role = new aws.iam.Role(`${name}-monitor`, { assumeRolePolicy }, { parent: this });
        // AWS knows this action for all alarms of a region only where several are asked about.
        const look = { Effect: "Allow", Action: "cloudwatch:DescribeAlarms" } as const;
        const policy = policyOf([{ ...look, Resource: here(args, "cloudwatch", "alarm:*") }]);
        const rights = new aws.iam.RolePolicy(`${name}-monitor`, { role: role.id, policy }, { parent: this });
        const alarmRoleArn = pulumi.all([role.arn, rights.id]).apply(([arn]) => arn);
        return args.alarmNames.map((alarm) => ({
            alarmArn: here(args, "cloudwatch", pulumi.interpolate`alarm:${alarm}`),
            alarmRoleArn,
        }));
    }
}

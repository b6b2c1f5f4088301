import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Who is told. */
export interface Heard {
    /** Where people hear of it; its policy lets EventBridge publish. */
    alertsTopicArn: pulumi.Input<string>;
    /** The queue of what that refuses; its policy lets EventBridge in. */
    unheardAlertsArn: pulumi.Input<string>;
}

interface Told {
    /** What has happened. */
    description: string;
    /** The events that tell of it; names in it that this program makes may be known later. */
    pattern: object;
    /** Names, and where in the event their values are. */
    paths: Record<string, string>;
    /** What people read; `<name>` stands for a value. */
    says: string;
}

/** What hands an event to people, and keeps it where that fails. */
export function toPeople(to: Heard) {
    return { arn: to.alertsTopicArn, deadLetterConfig: { arn: to.unheardAlertsArn } };
}

/** Passes on to people what a service of AWS tells EventBridge, in words, and with what to do. */
export function told(parent: pulumi.Resource, to: Heard, name: string, args: Told): void {
    const { description, pattern, paths, says } = args;
    const missing = [...says.matchAll(/<(\w+)>/g)].filter(([, one]) => !Object.hasOwn(paths, one!));
    if (missing.length > 0) throw new Error(`${name}: ${missing.join(", ")} of the text has no path.`);
    const eventPattern = pulumi.jsonStringify(pattern);
    const { name: rule } = new aws.cloudwatch.EventRule(name, { description, eventPattern }, { parent });
    const inputTransformer = { inputPaths: paths, inputTemplate: `"${says}"` };
    new aws.cloudwatch.EventTarget(name, { rule, ...toPeople(to), inputTransformer }, { parent });
}

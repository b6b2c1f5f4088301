import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface Told {
    /** What has happened. */
    description: string;
    /** The events that tell of it; names in it that this program makes may be known later. */
    pattern: object;
    /** Names, and where in the event their values are. */
    paths: Record<string, string>;
    /** What people read; `<name>` stands for a value. */
    says: string;
    /** Who is told; its policy lets EventBridge publish. */
    topicArn: pulumi.Input<string>;
}

/** Passes on to people what a service of AWS tells EventBridge, in words, and with what to do. */
export function told(parent: pulumi.Resource, name: string, args: Told): void {
    const { description, pattern, paths, says, topicArn } = args;
    const missing = [...says.matchAll(/<(\w+)>/g)].filter(([, one]) => !Object.hasOwn(paths, one!));
    if (missing.length > 0) throw new Error(`${name}: ${missing.join(", ")} of the text has no path.`);
    const eventPattern = pulumi.jsonStringify(pattern);
    const { name: rule } = new aws.cloudwatch.EventRule(name, { description, eventPattern }, { parent });
    const inputTransformer = { inputPaths: paths, inputTemplate: `"${says}"` };
    new aws.cloudwatch.EventTarget(name, { rule, arn: topicArn, inputTransformer }, { parent });
}

// A program that exports an async function is run by it, and its result is the stack's outputs.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export default async (): Promise<Record<string, unknown>> => {
    const region = await aws.getRegion({});
    await new Promise((resolve) => setTimeout(resolve, 50));
    const topic = new aws.sns.Topic("topic", { displayName: region.region });
    setTimeout(() => new aws.sns.Topic("late", { displayName: topic.arn }), 50);
    return {
        stack: pulumi.getStack(),
        project: pulumi.getProject(),
        organization: pulumi.getOrganization(),
        arn: topic.arn,
    };
};

// In step 2 a new version comes in, and ECS moves users to the other group of targets: what it moved stays, through a
// refresh and another up, and a hook asks ECS what serves before each change.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const step = new pulumi.Config().requireNumber("step");
const network = { vpcId: "vpc-0123456789abcdef0", port: 8080, protocol: "HTTP", targetType: "ip" };
const [blue, green] = ["blue", "green"].map((name) => new aws.lb.TargetGroup(name, network)) as [
    aws.lb.TargetGroup,
    aws.lb.TargetGroup,
];
const listenerArn =
    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2";
const way = (name: string, priority: number, path: string) =>
    new aws.lb.ListenerRule(
        name,
        {
            listenerArn,
            priority,
            conditions: [{ pathPattern: { values: [path] } }],
            actions: [
                {
                    type: "forward",
                    forward: {
                        targetGroups: [
                            { arn: blue.arn, weight: 100 },
                            { arn: green.arn, weight: 0 },
                        ],
                    },
                },
            ],
        },
        { ignoreChanges: ["actions"] },
    );
const [test, production] = [way("test", 1, "/test/*"), way("production", 2, "/*")];
const asks = new pulumi.ResourceHook("asks", async ({ oldOutputs, newInputs }) => {
    const { name, taskDefinition } = oldOutputs as { name: string; taskDefinition: string };
    const clusterArn = "arn:aws:ecs:eu-central-1:123456789012:cluster/main";
    const serving = await aws.ecs.getService({ clusterArn, serviceName: name });
    const coming = (newInputs as { taskDefinition: string }).taskDefinition;
    console.log(`the state has ${taskDefinition}, ${serving.taskDefinition} serves, ${coming} comes`);
});
new aws.ecs.Service(
    "app",
    {
        cluster: "arn:aws:ecs:eu-central-1:123456789012:cluster/main",
        taskDefinition: `arn:aws:ecs:eu-central-1:123456789012:task-definition/app:${step}`,
        desiredCount: 2,
        deploymentConfiguration: {
            strategy: "CANARY",
            bakeTimeInMinutes: "5",
            canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: "5" },
        },
        loadBalancers: [
            {
                targetGroupArn: blue.arn,
                containerName: "app",
                containerPort: 8080,
                advancedConfiguration: {
                    alternateTargetGroupArn: green.arn,
                    productionListenerRule: production.arn,
                    testListenerRule: test.arn,
                    roleArn: "arn:aws:iam::123456789012:role/mover",
                },
            },
        ],
    },
    { ignoreChanges: ["desiredCount", "loadBalancers"], hooks: { beforeUpdate: [asks] } },
);

import * as aws from "@pulumi/aws";
import type { ResourceClass } from "../../graph.ts";
import { stackRule } from "../../rule.ts";
import { allowedOnAll, allowedTo, allowing, isTold, thingsIn } from "../../workloads.ts";

const account = "us-east-1:123456789012";

export default stackRule<object>([aws.ecs.TaskDefinition, aws.lambda.Function] as ResourceClass[], {
    id: "workloads-use-what-they-know",
    criterion: "SEC-08",
    severity: "high",
    says: "A task or function may use the buckets, tables, queues, functions and tasks that its environment names, and no others.",
    fix: "Write into its role's policy the ARN of what it uses, and the name into its environment.",
    check: (workload, stack) => {
        const may = allowedTo(workload, stack);
        const wide = allowedOnAll(may);
        if (wide.length > 0) return `It may do to anything: ${wide.join(", ")}.`;
        const others = thingsIn(may).filter((name) => isTold(workload, name) === false);
        return others.length > 0
            ? `It may use, and is not told of: ${[...new Set(others)].join(", ")}.`
            : undefined;
    },
    breaks: {
        "left out": allowing("rds:DeleteDBInstance", "*"),
        "another's bucket": allowing("s3:GetObject", "arn:aws:s3:::evidence/*"),
        "another's table": allowing("dynamodb:PutItem", `arn:aws:dynamodb:${account}:table/theirs`),
        "another's function": allowing("lambda:InvokeFunction", `arn:aws:lambda:${account}:function:theirs`),
        "another's queue": allowing("sqs:SendMessage", `arn:aws:sqs:${account}:theirs`),
        "another's task": allowing("ecs:RunTask", `arn:aws:ecs:${account}:task-definition/theirs:*`),
        "all of them": allowing("dynamodb:GetItem", `arn:aws:dynamodb:${account}:table/*`),
    },
});

import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { Role } = aws.iam;

/** Takes the role from where the other role comes from. */
const asToStart: Edit = (task) => {
    task.props.taskRoleArn = task.props.executionRoleArn;
    task.propertyDependencies.taskRoleArn = task.propertyDependencies.executionRoleArn!;
};

export default stackRule(aws.ecs.TaskDefinition, {
    id: "tasks-have-own-role",
    criterion: "SEC-08",
    severity: "high",
    says: "Every workload runs with a role of its own, which is not the one that starts it.",
    fix: "Set taskRoleArn to an aws.iam.Role of this stack that no other task definition names.",
    check: (task, stack) => {
        const [role] = stack.named(task, "taskRoleArn", Role);
        if (role === undefined) return "Its taskRoleArn is no role of this stack.";
        const starts = stack.named(task, "executionRoleArn", Role);
        if (starts.some(({ urn }) => urn === role.urn)) return "It runs with the role that starts it.";
        const others = stack
            .allNaming(role, "taskRoleArn", aws.ecs.TaskDefinition)
            .filter(({ urn }) => urn !== task.urn);
        return others.length > 0 ? `It shares its role with ${others[0]!.name}.` : undefined;
    },
    breaks: {
        "left out": leaveOut("taskRoleArn"),
        "the one that starts it": asToStart,
        "of another stack": set("taskRoleArn", "arn:aws:iam::123456789012:role/shared"),
        "a role from nowhere": fromNowhere("taskRoleArn"),
    },
});
